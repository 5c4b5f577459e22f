"""The addresses of the desk."""

from __future__ import annotations

from django.urls import path

from gangmu.doors import handing
from gangmu.doors.desk.pages import (
    address,
    batch,
    board,
    files,
    handover,
    home,
    identity,
    mapping,
    office,
    organization,
    person,
    push,
    review,
    search,
    session,
    task,
)
from gangmu.doors.desk.pages.styleguide import styleguide

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("act/", session.act, name="act"),
    path("board/", board.page_of_unit, name="board"),
    path("board.csv", board.as_file_csv, name="board_csv"),
    path("board.xlsx", board.as_file_xlsx, name="board_xlsx"),
    path("push/", push.slots, name="slots"),
    path("push/upload/", push.upload_file, name="upload"),
    path("push/empty/", push.empty_slot, name="empty"),
    path("push/<int:batch_id>/", batch.batch, name="batch"),
    path("push/<int:batch_id>/ledger/", batch.ledger, name="ledger"),
    path("push/<int:batch_id>/mapping/", mapping.columns, name="mapping"),
    path("push/<int:batch_id>/commit/", push.commit_batch, name="commit"),
    path("push/<int:batch_id>/withdraw/", push.withdraw_batch, name="withdraw"),
    path("push/<int:batch_id>/rows.csv", files.rows_csv, name="rows_csv"),
    path("push/<int:batch_id>/rows.xlsx", files.rows_xlsx, name="rows_xlsx"),
    path("push/<int:batch_id>/refused.xlsx", files.refused_file, name="refused_file"),
    path("push/<int:batch_id>/outside.xlsx", files.outside_file, name="outside_file"),
    path("office/", office.desk, name="office"),
    path("office/<int:row_id>/", office.desk, name="office_row"),
    path("office/<int:row_id>/place/", office.place, name="office_place"),
    path("office/<int:row_id>/identity/", office.identity, name="office_identity"),
    path("office/<int:row_id>/outside/", office.outside, name="office_outside"),
    path("office/<int:row_id>/refuse/", office.refuse, name="office_refuse"),
    path("office/<int:row_id>/villages/", office.villages, name="office_villages"),
    path("identities/", identity.questions, name="identities"),
    path("identities/<int:question_id>/", identity.answer, name="identity_answer"),
    path("review/", review.queue_page, name="review"),
    path("review/<int:task_id>/pass/", review.passed, name="review_pass"),
    path("review/<int:task_id>/return/", review.returned, name="review_return"),
    path("handovers/", handover.inbox, name="handovers"),
    path("tasks/", task.tasks, name="tasks"),
    path("tasks.csv", files.tasks_csv, name="tasks_csv"),
    path("tasks.xlsx", files.tasks_xlsx, name="tasks_xlsx"),
    path("tasks/<int:task_id>/", task.task, name="task"),
    path("tasks/<int:task_id>/offer/", handover.offer, name="offer"),
    path("tasks/<int:task_id>/accept/", handing.accept, name="accept"),
    path("tasks/<int:task_id>/refuse/", handing.refuse, name="refuse"),
    path("tasks/<int:task_id>/cancel/", task.cancel_task, name="cancel"),
    path("persons/<int:person_id>/", person.file, name="person"),
    path("persons/<int:person_id>/reveal/<slug:what>/", person.reveal, name="reveal"),
    path("locate/", address.locate, name="locate"),
    path("organization/", organization.trios, name="organization"),
    path("search/", search.search, name="search"),
    path("styleguide/", styleguide, name="styleguide"),
]
