import coincide.demo


def test_demo_prints_its_tables(capsys):
    assert coincide.demo.main() == 0
    lines = capsys.readouterr().out.splitlines()
    tracks = [line for line in lines if line.startswith(("a  ", "b  "))]
    assert len(tracks) == 2
    assert sum(line.startswith("0x") for line in lines) == 10
