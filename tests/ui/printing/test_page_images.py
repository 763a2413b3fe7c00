"""Pages of a PDF as images: measured in points, opaque, white where nothing is printed."""

from nurseapp.desktop.services.page_images import page_image, page_sizes
from tests.ui.printing.test_print_job import document


def test_pages_are_measured_in_points() -> None:
    sizes = page_sizes(document(2))
    assert [(round(s.width), round(s.height)) for s in sizes] == [(595, 842)] * 2


def test_a_page_is_painted_at_the_resolution_asked_for() -> None:
    image = page_image(document(1), 0, 144)
    assert (image.width, image.height) == (1190, 1684)
    assert image.stride >= 4 * image.width
    assert len(image.bgra) == image.stride * image.height


def test_paper_is_white_and_ink_is_where_it_was_put() -> None:
    image = page_image(document(1), 0, 72)

    def pixel(x: int, y: int) -> tuple[int, ...]:
        at = y * image.stride + 4 * x
        return tuple(image.bgra[at : at + 3])

    assert pixel(400, 400) == (255, 255, 255)
    assert pixel(50, 50) == (0, 0, 0)
