from tests.house import sizes


def test_no_file_is_above_four_hundred_lines():
    assert {path: sizes.lines(path) for path in sizes.files() if sizes.lines(path) > 400} == {}


def test_nine_of_ten_files_are_short():
    assert sizes.ninth_decile([sizes.lines(path) for path in sizes.files() if sizes.lines(path)]) <= 250


def test_nine_of_ten_functions_are_short():
    assert sizes.ninth_decile([size for path in sizes.files() for _, size in sizes.functions(path)]) <= 25
