namespace NeuralPS.Engine.Data.Synthesis.Digits;

/// <summary>
/// How people write the ten digits: for each of them several forms, each a few strokes (separated by a bar) in the notation of
/// <see cref="Stroke.Parse"/>. Frequent forms stand first and are drawn more often.
/// </summary>
internal static class DigitSkeletons
{
    private static readonly Stroke[][][] _forms =
    [
        // 0: round; begun at the upper right, with ends that overlap or leave a gap; narrow; with a curl at the top.
        Forms(
            "52,4 27,20 19,50 27,80 50,96 73,80 81,50 73,20 50,4",
            "66,10 42,6 22,30 20,62 38,93 62,93 80,66 78,34 60,8 44,12",
            "52,4 36,20 31,50 36,80 50,96 63,80 68,50 63,20 50,5",
            "64,20 56,5 32,14 20,46 28,84 52,96 76,76 80,40 62,12 44,8 36,18"),

        // 1: a plain stroke; with a flag; with a flag and a foot; a long flag.
        Forms(
            "50,4 50,96",
            "33,23 53,5! 52,50 52,96",
            "34,22 52,5! 52,96 | 30,95 74,95",
            "24,40 40,24 54,4! 53,96"),

        // 2: with a sharp foot; with a loop at the foot; with a swung foot; like a Z.
        Forms(
            "22,25 35,8 58,5 74,20 70,42 48,68 22,93! 50,92 80,93",
            "22,25 35,7 60,5 74,22 66,48 42,78 25,92 19,83 30,76 52,88 82,90",
            "24,22 42,5 66,10 72,30 52,64 22,94! 36,86 56,93 80,84",
            "24,12 48,8 74,10! 52,52 24,92! 78,92"),

        // 3: two bows; with a flat top; with a small loop in the middle; without a notch.
        Forms(
            "24,16 45,5 68,12 70,30 44,46! 70,56 75,76 52,95 22,86",
            "24,8! 74,7! 46,42! 72,52 76,74 52,95 22,88",
            "24,18 45,5 68,14 66,34 48,47 38,46 46,41 70,56 74,78 50,95 24,84",
            "22,12 52,5 72,20 60,42 46,48 66,56 74,76 54,94 24,92"),

        // 4: open; open and slanted; closed; closed by a triangle that the stem crosses; round like a 9.
        Forms(
            "28,8 24,56! 80,55 | 66,10 63,96",
            "40,4 20,58! 82,53 | 64,28 58,97",
            "62,5 20,64! 84,64 | 62,5 62,96",
            "66,6! 18,60! 82,62 | 68,5 60,96",
            "30,10 25,34 36,50 62,46 | 72,6 68,50 64,96"),

        // 5: in one go; with the roof drawn last; round like an S; with a big belly.
        Forms(
            "72,8! 33,8! 28,46! 52,38 74,54 74,76 52,95 23,86",
            "34,10 29,47! 54,40 74,58 70,82 48,95 22,88 | 34,9 76,6",
            "76,9 48,6 31,20 35,42 58,50 72,68 60,91 25,91",
            "66,6! 36,10! 26,40! 58,36 80,60 70,88 44,96 20,80"),

        // 6: bowed; with a straight back; upright with a wide loop; curled at the top.
        Forms(
            "66,5 42,22 24,52 24,78 48,95 72,82 72,62 52,50 26,66",
            "58,4 36,38 22,74 38,95 66,90 71,70 52,57 25,72",
            "38,4 26,36 22,72 44,96 74,86 76,64 54,52 24,68",
            "72,15 54,5 30,28 21,62 33,92 60,95 75,77 62,56 40,59 24,74"),

        // 7: plain; with a bar; swung; with a serif; with a serif and a bar.
        Forms(
            "22,9! 78,8! 58,50 44,96",
            "22,9! 77,8! 56,50 44,96 | 34,53 72,49",
            "20,16 30,8 52,13 79,8! 58,44 48,96",
            "22,25 22,9! 78,8! 56,46 50,96",
            "21,22 23,9! 79,8! 54,52 40,96 | 36,52 74,52"),

        // 8: one stroke from the upper right; two rings; begun in the middle; open at the top.
        Forms(
            "69,16 50,5 31,18 37,38 62,57 73,78 50,95 27,78 37,57 63,38 70,20 62,9",
            "50,48 31,38 30,15 50,4 70,15 69,38 50,48 | 50,48 26,62 26,85 50,96 74,85 74,62 50,48",
            "46,46 68,30 66,10 46,5 32,20 44,42 68,64 66,90 42,95 28,78 44,48",
            "74,12 50,5 32,20 40,42 65,60 70,80 48,95 28,80 38,58 60,40 78,18"),

        // 9: with a straight stem; with a bowed tail; small head, leaning stem; in one round movement.
        Forms(
            "72,18 52,5 28,18 28,40 50,50 70,36 73,12! 70,52 66,96",
            "71,22 50,5 28,20 31,43 54,49 71,30 73,14! 74,60 62,88 34,94",
            "66,14 46,6 32,22 40,42 60,38 70,14! 60,56 46,96",
            "70,30 64,9 42,7 27,26 38,47 62,42 72,24 74,54 62,86 42,96 28,88"),
    ];

    /// <summary>The number of forms of <paramref name="digit"/>.</summary>
    public static int CountForms(int digit) => _forms[digit].Length;

    /// <summary>The strokes of form <paramref name="form"/> of <paramref name="digit"/>.</summary>
    public static Stroke[] GetStrokes(int digit, int form) => _forms[digit][form];

    private static Stroke[][] Forms(params string[] forms) =>
        [.. forms.Select(form => form.Split('|').Select(Stroke.Parse).ToArray())];
}
