"""Columns that only spaces set: all lines decide together where they begin."""

from casebook.book import Award
from casebook.intake.notice.spaced_columns import tabbed
from notice.test_variants import HEAD, reading


def awards(rows: str) -> list[Award]:
    return [award for tier in reading(f"{HEAD}一等奖\n{rows}").tiers for award in tier.awards]


def test_a_full_cell_is_parted_from_the_next_by_one_space() -> None:
    rows = [
        "1  红星小学          张小明   种瓜记",
        "2  东风中学          李  磊   修桥记",
        "3  城关镇中心幼儿园  王小红   观鸟记",
        "4  某县第一中学分校部 赵大伟   访茶记",
    ]
    assert tabbed(rows)[3] == "4\t某县第一中学分校部\t赵大伟\t访茶记"


def test_two_columns_are_left_to_the_spaces_between_them() -> None:
    assert tabbed(["红星小学    张小明", "东风中学    李大伟", "城关中学    王小红"]) == {}


def test_a_running_head_far_apart_sets_no_columns() -> None:
    head = "某省公报      2021年第3期      17"
    assert tabbed([head, *"甲乙丙丁戊", head, *"甲乙丙丁戊", head]) == {}


def test_a_cell_goes_on_below_itself_in_the_column_it_stands_in() -> None:
    rows = (
        "001    山区公路养护            甲市公路工程          一等\n"
        "       的新方法                有限公司\n"
        "002    桥梁检测                乙市交通局            二等\n"
        "003    隧道照明                丙市交通设计          二等\n"
        "                               院\n"
    )
    result = [(award.organisation, award.title) for award in awards(rows)]
    assert result == [
        ("甲市公路工程有限公司", "山区公路养护的新方法"),
        ("乙市交通局", "桥梁检测"),
        ("丙市交通设计院", "隧道照明"),
    ]


def test_records_side_by_side_keep_the_order_of_their_numbers() -> None:
    rows = (
        " 1  易小凡    红星小学          2  柯雨辰    东风小学\n"
        " 3  皮少川    实验小学          4  余大可    育才小学\n"
        " 5  涂静怡    桃花小学\n"
    )
    assert [award.organisation for award in awards(rows)] == [
        "红星小学", "东风小学", "实验小学", "育才小学", "桃花小学",
    ]  # fmt: skip


def test_two_spaces_part_fields_where_one_stands_within_them() -> None:
    rows = (
        "某县机关幼儿园  会飞的 大蒜  苗一一\n"
        "某市实验幼儿园  沙池里的隧道  矫小健 逄大勃\n"
        "某区中心幼儿园  月球上的 西瓜  赵小满\n"
        "某镇中心幼儿园  面花店开张  丛小珊\n"
    )
    assert [award.title for award in awards(rows)] == [
        "会飞的 大蒜", "沙池里的隧道", "月球上的 西瓜", "面花店开张",
    ]  # fmt: skip


def test_parts_of_an_annex_may_have_their_fields_in_another_order() -> None:
    rows = (
        "《会唱歌的葫芦》  某县实验幼儿园  常小青\n《磁力渔船》  某市机关幼儿园  解小满\n二等奖\n"
        "某区实验小学  谁动了我的水龙头  卞小华\n某镇中心小学  贝壳堤上的考古队  邸小红\n"
    )
    assert [(award.organisation, award.title) for award in awards(rows)] == [
        ("某县实验幼儿园", "会唱歌的葫芦"), ("某市机关幼儿园", "磁力渔船"),
        ("某区实验小学", "谁动了我的水龙头"), ("某镇中心小学", "贝壳堤上的考古队"),
    ]  # fmt: skip


def test_an_event_left_empty_below_itself_is_that_of_the_line_above() -> None:
    rows = (
        "项目        名次   姓名      成绩      单位\n"
        "男子跳远    1      杨自强    5.92米    甲县\n"
        "            2      段小平    5.10米    乙县\n"
        "女子铅球    1      番绍武    9.31米    丙县\n"
    )
    tiers = reading(f"{HEAD}田径比赛录取名次\n{rows}").tiers
    assert [dict(award.fields)["类别"] for tier in tiers for award in tier.awards] == [
        "男子跳远", "女子铅球", "男子跳远",
    ]  # fmt: skip


def test_a_cell_of_a_grid_goes_on_below_itself() -> None:
    rows = (
        "甲县罗亭镇义坪村        乙县三里乡爱国村      丙县蒋巷镇三洞村\n"
        "丁县温泉镇东山村        戊县罗坪镇长水村      己县黄沙镇汤桥村\n"
        "庚县璪都镇港背村        辛县大塅镇公益村      壬县\n"
        "                                              仙源乡株木村\n"
    )
    assert [award.organisation for award in awards(rows)][-1] == "壬县仙源乡株木村"


def test_commas_within_quoted_cells_part_nothing() -> None:
    rows = [
        "姓名,学校,作品名称", '张小明,甲市第一中学,"春天，来了"', '王小红,乙县中学,"他说,再见"'
    ]  # fmt: skip
    assert tabbed(rows)[2] == "王小红\t乙县中学\t他说,再见"


def test_words_under_a_head_of_labels_are_its_cells() -> None:
    table = ["序号 教材名称 主编 出版社", "1 甲 王芳 乙社", "2 丙 张伟 丁社"]
    assert tabbed(table) == {
        0: "序号\t教材名称\t主编\t出版社",
        1: "1\t甲\t王芳\t乙社",
        2: "2\t丙\t张伟\t丁社",
    }
    assert tabbed([*table, "3 戊 己 李明 庚社"]) == {}
