from mobilec.searching.candidate import Figures, ratio
from mobilec.searching.front import chosen, front, nearest
from mobilec.searching.study import Tried


def tried(number, score, size, latency=1.0, over=-0.1):
    return Tried(number, ({"method": "svd"},), Figures(score, size, latency, 1), "", (over,))


def test_the_front_has_those_that_none_beats_smallest_first():
    found = [
        tried(0, 0.9, 9),
        tried(1, 0.8, 5),
        tried(2, 0.7, 6),
        tried(3, 0.8, 5),
        tried(4, 0.7, 6, latency=0.5),
        Tried(5, (), None, "refused", (1.0,)),
    ]
    assert [each.number for each in front(found)] == [1, 4, 0]


def test_the_best_within_the_budget_is_chosen():
    found = [tried(0, 0.9, 9, over=0.2), tried(1, 0.8, 5), tried(2, 0.8, 4), tried(3, 0.7, 1)]
    assert chosen(found).number == 2
    assert chosen(found[:1]) is None and chosen([]) is None
    assert nearest([tried(0, 0.9, 9, over=0.2), tried(1, 0.9, 8, over=0.1)]).number == 1


def test_the_ratio_is_of_the_least_times_of_each_text():
    now = [0.0]

    def taking(seconds):
        left = iter(seconds)

        def answer(_):
            now[0] += next(left)

        return answer

    class Text:
        asked = "a"

    slow, quick = taking([2.0, 2.0, 9.0]), taking([1.0, 5.0, 1.0])
    assert ratio(slow, quick, [Text()], clock=lambda: now[0]) == 2.0
