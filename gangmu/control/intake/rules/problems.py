# ruff: noqa: E501 (a table of sentences)
"""Every problem of reading and checking a pushed file in words, Chinese and English: what is wrong, and what to do.

`{…}` are parameters of the problem; `{value}` is what was written.
"""

from collections.abc import Iterable
from string import Formatter

from gangmu.control.intake.rules.types import Field, Problem

Language = str
"""zh or en; any tag that begins with zh counts as Chinese."""

FIELD_NAMES: dict[str, tuple[str, str]] = {
    Field.NAME: ("姓名", "Name"),
    Field.DOCUMENT_KIND: ("证件类型", "Document type"),
    Field.DOCUMENT_NUMBER: ("证件号码", "Document number"),
    Field.PHONE: ("联系电话", "Phone"),
    Field.PHONE2: ("备用电话", "Other phone"),
    Field.ADDRESS: ("现住址", "Address"),
    Field.ADDRESS_PROVINCE: ("省", "Province"),
    Field.ADDRESS_CITY: ("市", "City"),
    Field.ADDRESS_COUNTY: ("县区", "County"),
    Field.ADDRESS_TOWN: ("镇街", "Town"),
    Field.ADDRESS_VILLAGE: ("村居", "Village"),
    Field.AREA_CODE: ("网格编码", "Grid code"),
    Field.ORIGIN: ("来源地", "Origin"),
    Field.ARRIVED_AT: ("到惠时间", "Arrived at"),
    Field.TRANSPORT: ("交通方式", "Transport"),
    Field.CATEGORY: ("风险类别", "Category"),
    Field.SEX: ("性别", "Sex"),
    Field.AGE: ("年龄", "Age"),
    Field.BIRTH_DATE: ("出生日期", "Birth date"),
    Field.REMARK: ("备注", "Remark"),
    Field.CONTACT_OF: ("关联病例", "Contact of"),
    Field.RELATION: ("关系", "Relation"),
    Field.SOURCE_REF: ("数据编号", "Source reference"),
    Field.SERIAL: ("序号", "No."),
    Field.IGNORED: ("不导入", "Not imported"),
    "row": ("整行", "Row"),
    "file": ("文件", "File"),
}

TEXTS: dict[str, tuple[str, str]] = {
    # The file as a whole.
    "file_empty": ("文件是空的。请检查后重新导出。", "The file is empty. Check it and export it again."),
    "file_too_big": ("文件有 {size} 字节，超过上限 {limit}。请拆成几个文件分别推送。",
                     "The file has {size} bytes; the limit is {limit}. Split it and push the parts."),
    "file_kind": ("这是 {kind} 文件，不是名单表格。请推送 xlsx 或 csv 文件。",
                  "This is a {kind} file, not a table of persons. Push an xlsx or csv file."),
    "file_html": ("文件内容是网页（或 XML），只是扩展名像表格。请用 Excel 或 WPS 打开，另存为 xlsx 后再推送。",
                  "The content is a web page (or XML) under a spreadsheet's name. Open it in Excel or WPS, save it as xlsx, push again."),
    "file_old_excel": ("旧版 xls 文件无法读取。请用 Excel 或 WPS 打开，另存为 xlsx 后再推送。",
                       "This old xls file cannot be read. Open it in Excel or WPS, save it as xlsx, push again."),
    "file_encrypted": ("文件有密码保护。请去掉密码，另存后再推送。", "The file is protected by a password. Save it without one and push again."),
    "file_truncated": ("文件不完整，可能传输中断。请重新下载或导出后再推送。",
                       "The file is incomplete, perhaps cut off in transfer. Fetch or export it again, then push."),
    "file_damaged": ("文件已损坏，无法打开（{where}）。请用 Excel 或 WPS 打开并另存为新文件后再推送。",
                     "The file is damaged and cannot be opened ({where}). Open it in Excel or WPS, save it as a new file, push again."),
    "file_bomb": ("文件解压后过大，不像名单（{reason}，上限 {limit}）。请把名单复制到新建的表格中再推送。",
                  "Unpacked, the file is too large to be a list ({reason}, limit {limit}). Copy the list into a new workbook and push that."),
    "file_zip_method": ("文件的压缩方式（{value}）不受支持。请用 Excel 或 WPS 另存为 xlsx 后再推送。",
                        "The file is compressed in an unsupported way ({value}). Save it as xlsx in Excel or WPS and push again."),
    "file_too_many_rows": ("表格超过 {limit} 行。请删除表尾的空白格式行，或拆成几个文件分别推送。",
                           "The sheet has more than {limit} rows. Delete empty formatted rows at its end, or split it."),
    "file_too_many_columns": ("第 {row} 行起有 {columns} 列，超过上限 {limit}。请只保留名单所需的列。",
                              "At row {row} there are {columns} columns; the limit is {limit}. Keep only the columns of the list."),
    "file_too_large_grid": ("表格范围为 {rows} 行 × {columns} 列，超过 {limit} 个单元格。请删除远处多余的内容后再推送。",
                            "The sheet spans {rows} rows × {columns} columns, more than {limit} cells. Delete stray content far out and push again."),
    "file_cell_too_long": ("第 {row} 行有一个单元格超过 {limit} 字。请检查该行（常因引号未成对），改正后再推送。",
                           "A cell in row {row} is longer than {limit} characters. Check the row (often an unpaired quote) and push again."),
    "file_line_too_long": ("第 {row} 行超过 {limit} 字，不像名单。请检查文件后重新导出。",
                           "Line {row} is longer than {limit} characters and cannot be a person. Check the file and export it again."),
    "file_quote_open": ("第 {row} 行附近的引号没有成对。请改正引号，或另存为 xlsx 后再推送。",
                        "A quote near row {row} is never closed. Correct it, or save the file as xlsx, and push again."),
    "file_nul_bytes": ("文件含有空字节，不是文本名单。请重新导出为 xlsx 或 UTF-8 编码的 csv。",
                       "The file contains NUL bytes and is not a text list. Export it as xlsx or as csv in UTF-8."),
    "file_not_text": ("文件内容不是文本，也不是表格。请推送 xlsx 或 csv 文件。",
                      "The content is neither text nor a workbook. Push an xlsx or csv file."),
    "file_encoding_unknown": ("无法确定文字编码，为避免姓名变成乱码而未读取。请另存为 xlsx，或 UTF-8 编码的 csv。",
                              "The text encoding is unknown; nothing was read, lest names come out wrong. Save as xlsx, or as csv in UTF-8."),
    "file_encoding_damaged": ("第 {line} 行有损坏的文字（编码不是完整的 UTF-8）。请改正该行，或重新导出。",
                              "Line {line} has damaged text (not valid UTF-8). Correct the line, or export the file again."),
    "file_no_rows": ("文件里没有任何内容行。请检查是否选错了文件或工作表。",
                     "The file has no rows. Check that it is the right file and sheet."),
    "file_no_table": ("没有找到表头，内容也不成表格。请确认第一行有“姓名”“证件号码”等列名，且各列分开。",
                      "There is no header, and the content is no table. See that the columns are apart and named in the first row."),
    "file_several_lists": ("工作簿里有几个名单（工作表 {sheets}，隐藏的也算），一次只能收一个。请各存为一个文件，或并入一个工作表后再推送。",
                           "The workbook holds several lists (sheets {sheets}; hidden ones count, too) and only one can be taken. Save each as a file, or put them into one sheet, and push again."),
    "push_failed": ("分派时程序出错，没有做任何改动。请告知系统管理员（日志 worker.log），排除后换一个批次再推送。",
                    "The program failed while settling; nothing was done. Tell the administrators (worker.log); push it into another slot when it is mended."),
    "file_csv_only": ("居民底数只收 CSV 文本。请导出为 UTF-8 或 GB18030 编码的 csv 文件。",
                      "The register comes as CSV only. Export it as a csv file in UTF-8 or GB18030."),
    # Whether a line of a register can be read.
    "row_line_too_long": ("该行超过 {limit} 字节，不像一个人。请检查是否缺少换行。",
                          "The line is longer than {limit} bytes and cannot be a person. See whether a line break is missing."),
    "row_quote_open": ("该行的引号没有成对，或换行后列数不符。请改正引号。",
                       "A quote in this line is never closed, or the columns do not come out right. Correct the quotes."),
    "row_nul": ("该行含有空字节。请重新导出该行。", "The line contains NUL bytes. Export it again."),
    "row_encoding": ("该行的文字编码与整个文件（{encoding}）不同，为避免乱码未读取。请按同一编码重新导出。",
                     "The line is in another encoding than the file ({encoding}) and was not read, lest names come out wrong. Export it again."),
    "row_columns": ("该行有 {columns} 列，表头有 {header} 列，可能被截断或多了分隔符。请改正该行。",
                    "The line has {columns} columns, the header {header}: it is cut off, or a separator is too many. Correct it."),
    # Whether a line of a register names a resident of this ground.
    "row_nameless": ("没有姓名，不能登记。请填写姓名。", "Nobody is registered without a name. Give the name."),
    "row_repeated": ("此人已在本文件第 {line} 行登记，住址不同。请只保留正确的一行。",
                     "This person stands in line {line} of this file already, at another address. Keep only the right line."),
    "row_outside_city": ("住址“{value}”不在本市。请交给所在地登记。",
                         "“{value}” lies in another city. Send the line to where it belongs."),
    "row_outside_ground": ("“{value}”不在本单位辖区。请交给所在地登记。",
                           "“{value}” does not lie on this office's ground. Send the line to where it belongs."),
    "place_missing": ("既没有网格编码也没有住址。请至少补上其中一项。", "Neither grid code nor address. Give at least one."),
    "place_unknown": ("住址“{value}”对不上村（社区）。请写明镇街和村居，或填写网格编码。",
                      "No village could be found for “{value}”. Name town and village, or give the grid code."),
    "area_code_unknown": ("网格编码“{value}”不存在。请核对编码，或清空该格改用住址。",
                          "There is no grid “{value}”. Check the code, or leave it empty and give the address."),
    # Whether anybody could act on the row.
    "row_unidentified": ("没有姓名也没有证件号码，不知道是谁。请至少补上其中一项。",
                         "Neither name nor document: nobody knows who this is. Give at least one."),
    "row_unreachable": ("没有住址也没有可用的电话，无从查找。请至少补上其中一项。",
                        "Neither address nor usable phone: there is no way to find the person. Give at least one."),
    "row_sent_back": ("合署办公点退回：{value}。请改正后重推。", "Sent back by the joint office: {value}. Correct the row and push it again."),
    "name_missing": ("没有姓名，凭证件号码核查。上门时请补录姓名。", "No name; to be found by document. Record the name at the door."),
    "name_unusable": ("“{value}”不是可用的姓名。请填写真实姓名。", "“{value}” is not a usable name. Give the person's name."),
    "name_damaged": ("姓名“{value}”中有无法显示的字或问号。请上门核对，或改正后重推。",
                     "The name “{value}” has characters that were lost. Verify it at the door, or correct it and push again."),
    "name_too_long": ("姓名超过 {limit} 字，已截短。请上门核对。", "The name is longer than {limit} characters and was cut. Verify it at the door."),
    # Documents.
    "document_missing": ("没有证件号码，请上门核实证件。", "No document number. See the document at the door."),
    "document_precision_lost": ("证件号码被表格变成了科学计数“{value}”，末尾数字已丢失。请把该列设为“文本”格式，从原始数据重新填写。",
                                "The spreadsheet turned the number into “{value}” and its last digits are lost. Format the column as text and fill it in again from the source."),
    "document_rounded": ("证件号码“{value}”校验位不符且末三位是 000，可能被表格舍入。请从原始数据重新填写，或上门核对证件。",
                         "“{value}” fails its check digit and ends in 000, as rounded by a spreadsheet. Fill it in again from the source, or see the document at the door."),
    "document_check_digit": ("证件号码“{value}”校验位不符，可能有一位写错。请上门核对证件。",
                             "“{value}” fails its check digit; a digit may be wrong. See the document at the door."),
    "document_birth_date_impossible": ("证件号码中的出生日期 {date} 不存在。请上门核对证件。",
                                       "The birth date {date} in the document number does not exist. See the document at the door."),
    "document_birth_date_future": ("证件号码中的出生日期 {date} 晚于今天。请上门核对证件。",
                                   "The birth date {date} in the document number lies in the future. See the document at the door."),
    "document_length": ("证件号码“{value}”有 {length} 位，应为 {expected} 位。请上门核对证件。",
                        "“{value}” has {length} characters instead of {expected}. See the document at the door."),
    "document_characters": ("证件号码“{value}”含有不应有的字符。请上门核对证件。",
                            "“{value}” contains characters that do not belong there. See the document at the door."),
    "document_form": ("“{value}”不符合该类证件（{kind}）的格式。请上门核对证件类型和号码。",
                      "“{value}” is not in the form of this kind of document ({kind}). Check kind and number at the door."),
    "document_region_unknown": ("证件号码前六位 {region} 不是现有的行政区划代码。请上门核对证件。",
                                "The first six digits {region} are no division code in use. See the document at the door."),
    "document_kind_differs": ("所填证件类型（{told}）与号码格式（{found}）不一致，已按号码处理。请上门核对证件。",
                              "The kind given ({told}) differs from the form of the number ({found}), which was followed. See the document at the door."),
    "document_kind_unknown": ("无法判断“{value}”是哪种证件。请填写证件类型，或上门核对。",
                              "It is unclear what kind of document “{value}” is. Give the kind, or check it at the door."),
    "document_several": ("证件号码一格中有几个号码，已取第一个。请每人一行，或上门核对。",
                         "The cell holds several document numbers; the first was taken. Give one person a row, or check at the door."),
    "document_extra_text": ("证件号码一格中有多余文字“{value}”，已取其中的号码。请上门核对。",
                            "The cell holds more than the number (“{value}”); the number in it was taken. Check it at the door."),
    # Phones.
    "phone_missing": ("没有电话，请按住址上门，或请公安部门补充。", "No phone. Go to the address, or ask the police to complete it."),
    "phone_precision_lost": ("电话被表格变成了科学计数“{value}”，数字已丢失。请把该列设为“文本”格式后重新填写。",
                             "The spreadsheet turned the phone into “{value}” and digits are lost. Format the column as text and fill it in again."),
    "phone_length": ("电话“{value}”有 {length} 位数字，不是完整的号码。请核实号码。",
                     "“{value}” has {length} digits and is not a whole number. Verify it."),
    "phone_unreadable": ("电话“{value}”无法识别。请核实号码。", "“{value}” cannot be read as a phone number. Verify it."),
    "phone_placeholder": ("电话“{value}”像是随手填写的号码。请上门核实。", "“{value}” looks made up to fill the form. Verify it at the door."),
    # Other values.
    "address_missing": ("没有住址，请电话联系或由合署办公点查找。", "No address. Phone the person, or let the joint office search."),
    "address_too_long": ("住址超过 {limit} 字，已截短。请核对。", "The address is longer than {limit} characters and was cut. Check it."),
    "date_unreadable": ("日期“{value}”无法识别。请按 2022-10-05 18:00 的格式填写，或上门核实。",
                        "“{value}” cannot be read as a date. Write it like 2022-10-05 18:00, or ask at the door."),
    "date_ambiguous": ("日期“{value}”分不清月和日，未采用。请按 2022-10-05 的格式填写，或上门核实。",
                       "Day and month cannot be told apart in “{value}”; it was not used. Write it like 2022-10-05, or ask at the door."),
    "date_implausible": ("日期“{value}”离现在太远。请上门核实。", "“{value}” is too far from today. Verify it at the door."),
    "birth_date_differs": ("出生日期“{value}”与证件（{document}）不一致，已采用证件上的。请上门核对。",
                           "The birth date “{value}” differs from the document ({document}), which was followed. Check it at the door."),
    "sex_unreadable": ("性别“{value}”无法识别。请填“男”或“女”。", "“{value}” cannot be read as a sex. Write male or female."),
    "sex_differs": ("性别“{value}”与证件不一致，已采用证件上的。请上门核对。",
                    "The sex “{value}” differs from the document, which was followed. Check it at the door."),
    "age_unreadable": ("年龄“{value}”无法识别。请填 0 至 130 的整数。", "“{value}” cannot be read as an age. Write a whole number from 0 to 130."),
    "age_differs": ("年龄“{value}”与出生日期（{age} 岁）不符，可能是别人的证件。请上门核对。",
                    "The age “{value}” does not fit the birth date ({age} years); the document may be somebody else's. Check it at the door."),
    "text_too_long": ("内容超过 {limit} 字，已截短。请核对。", "The text is longer than {limit} characters and was cut. Check it."),
}  # fmt: skip

_KIND_NAMES = {
    "resident_id": ("居民身份证", "identity card"),
    "passport": ("护照", "passport"),
    "home_return_permit": ("回乡证", "home return permit"),
    "taiwan_permit": ("台胞证", "Taiwan permit"),
    "hmt_residence": ("港澳台居住证", "residence permit of Hong Kong, Macau and Taiwan residents"),
    "foreign_permanent": ("外国人永久居留身份证", "foreign permanent resident card"),
    "officer": ("军官证", "officer's card"),
    "unknown": ("未知", "unknown"),
    "none": ("无证件", "none"),
    "entries": ("文件数过多", "too many entries"),
    "size": ("解压后体积过大", "too large when unpacked"),
    "ratio": ("压缩比异常", "abnormal compression ratio"),
}
_NAMED_PARAMS = frozenset(("kind", "told", "found", "reason"))


def _is_chinese(language: Language) -> bool:
    return language.lower().startswith("zh")


def explain(problem: Problem, language: Language = "zh") -> str:
    """The problem in words, with its remedy. Raises KeyError for a code that has no text, which a test excludes."""
    column = 0 if _is_chinese(language) else 1
    values = {"value": problem.value}
    for name, value in problem.params:
        names = _KIND_NAMES.get(value) if name in _NAMED_PARAMS else None
        values[name] = names[column] if names else value
    return TEXTS[problem.code][column].format_map(values)


def field_name(field: str, language: Language = "zh") -> str:
    """What a field is called on a page."""
    return FIELD_NAMES[field][0 if _is_chinese(language) else 1]


def explain_all(problems: Iterable[Problem], language: Language = "zh") -> str:
    """Several problems in one line, each with its field: for a cell of the error file."""
    mark = "：" if _is_chinese(language) else ": "
    return " ".join(
        f"[{field_name(p.field, language)}{mark[0]}{mark[1:]}{explain(p, language)}]" for p in problems
    )


def parameters(code: str) -> frozenset[str]:
    """The parameters that the texts of a code use."""
    return frozenset(name for text in TEXTS[code] for _, name, _, _ in Formatter().parse(text) if name)
