from gangmu.control.intake.rules.doors import building_of, without_phones


def test_a_phone_written_into_an_address_is_masked():
    assert without_phones("三新村3栋(电话13712345678)") == "三新村3栋(电话*******5678)"


def test_other_numbers_of_an_address_stay():
    assert without_phones("文明二路137号12栋1305") == "文明二路137号12栋1305"


def test_the_last_building_is_the_door():
    assert building_of("东湖社区荣灿嘉园3栋2单元501") == "3栋2单元"
    assert building_of("文明二路7号") == "7号"
    assert building_of("三新村") == ""
