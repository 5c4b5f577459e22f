from tests.ground.duty.conftest import *
def test_x(duty):
    r = duty.plan()
    m = duty.member()
    duty.cell(r, m, WEEK, "day")
    print(duty.turns(r))
    from gangmu.ground.duty.queries.faults import faults_of
    with entered(Scope.of(duty.leader)) as s:
        f = faults_of(s, r)
        print(len(f.posts), len(f.gaps), f.illegal, f.unkind)
    n = duty.do(actions.publish, uuid4(), r, "because")
    print(n, duty.shifts(m), duty.fresh(r).gap_minutes)
    l = duty.do(actions.request_leave, uuid4(), "sick", WEEK, WEEK, actor=m)
    from gangmu.ground.duty.models import Leave
    with entered(Scope.of(duty.leader)) as s:
        from gangmu.ground.duty.queries.members import leave_in
        le = leave_in(s, l)
        print(actions.approve_leave(duty.leader, uuid4(), le))
    print(duty.shifts(m))
