using System.Globalization;
using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>
/// The program's own typeface: single strokes that are thickened when they are drawn, so that it is sharp at every size and
/// needs no font on the machine. Capitals are 10 units high, small letters 7, descenders reach -3; y points up.
/// </summary>
/// <remarks>
/// A glyph is its width and its strokes, separated by semicolons. A stroke is a list of points "x,y" and elliptic arcs
/// "(cx,cy,rx,ry,from,to)" in degrees, counter-clockwise where "to" is larger. All digits and signs are equally wide, so that
/// changing numbers stand still.
/// </remarks>
public static class StrokeFont
{
    public const float CapHeight = 10;
    public const float SmallHeight = 7;
    public const float Descent = 3;

    private const float DigitWidth = 5.4f;
    private const string Bowl = "(2.6,3.5,2.6,3.5,0,360)";
    private const string Dot = "0,0.1 0,0.11";

    private static readonly Dictionary<char, StrokeGlyph> Glyphs = new()
    {
        [' '] = Glyph(1.6f, ""),
        ['0'] = Digit("(2.7,5,2.7,5,0,360)"),
        ['1'] = Digit("0.8,8.1 3.1,10 3.1,0"),
        ['2'] = Digit("(2.7,7.35,2.55,2.65,165,-38) 0.15,0 5.3,0"),
        ['3'] = Digit("(2.55,7.55,2.3,2.45,150,-90) (2.6,2.55,2.7,2.55,90,-150)"),
        ['4'] = Digit("4.1,0 4.1,10 0,2.9 5.5,2.9"),
        ['5'] = Digit("4.9,10 0.9,10 0.5,5.3 (2.65,3.2,2.7,3.2,140,-150)"),
        ['6'] = Digit("(4.9,3.1,4.85,6.9,95,180) (2.7,3.1,2.65,3.1,180,540)"),
        ['7'] = Digit("0.1,10 5.3,10 1.7,0"),
        ['8'] = Digit("(2.7,7.55,2.3,2.45,0,360); (2.7,2.55,2.7,2.55,0,360)"),
        ['9'] = Digit("(2.7,6.9,2.65,3.1,0,360) (0.5,6.9,4.85,6.9,0,-85)"),
        ['+'] = Digit("0.2,4.6 5.2,4.6; 2.7,2.1 2.7,7.1"),
        ['−'] = Digit("0.2,4.6 5.2,4.6"),
        ['='] = Digit("0.2,6 5.2,6; 0.2,3.2 5.2,3.2"),
        ['A'] = Glyph(7, "0,0 3.5,10 7,0; 1.2,3.4 5.8,3.4"),
        ['B'] = Glyph(5.8f, "0,0 0,10 3,10 (3,7.6,2.4,2.4,90,-90) 0,5.2; 3,5.2 (3.2,2.6,2.6,2.6,90,-90) 0,0"),
        ['C'] = Glyph(6.2f, "(3.6,5,3.6,5,48,312)"),
        ['D'] = Glyph(6.4f, "0,0 0,10 2.4,10 (2.4,5,4,5,90,-90) 0,0"),
        ['E'] = Glyph(5, "5,10 0,10 0,0 5,0; 0,5.2 4.4,5.2"),
        ['F'] = Glyph(4.8f, "4.8,10 0,10 0,0; 0,5.1 4.2,5.1"),
        ['G'] = Glyph(6.6f, "(3.6,5,3.6,5,48,325) 6.55,4.7 4,4.7"),
        ['H'] = Glyph(6.2f, "0,0 0,10; 6.2,0 6.2,10; 0,5.2 6.2,5.2"),
        ['I'] = Glyph(0, "0,0 0,10"),
        ['J'] = Glyph(4, "4,10 4,2.6 (1.9,2.6,2.1,2.6,0,-150)"),
        ['K'] = Glyph(5.8f, "0,0 0,10; 5.6,10 0,4; 2.1,6.1 5.8,0"),
        ['L'] = Glyph(4.8f, "0,10 0,0 4.8,0"),
        ['M'] = Glyph(7.6f, "0,0 0,10 3.8,3.4 7.6,10 7.6,0"),
        ['N'] = Glyph(6.4f, "0,0 0,10 6.4,0 6.4,10"),
        ['O'] = Glyph(7.4f, "(3.7,5,3.7,5,0,360)"),
        ['P'] = Glyph(5.6f, "0,0 0,10 3,10 (3,7.3,2.7,2.7,90,-90) 0,4.6"),
        ['Q'] = Glyph(7.4f, "(3.7,5,3.7,5,0,360); 4.6,2.4 7.2,-0.6"),
        ['R'] = Glyph(5.8f, "0,0 0,10 3,10 (3,7.3,2.7,2.7,90,-90) 0,4.6; 3,4.6 5.8,0"),
        ['S'] = Glyph(5.4f, "(2.7,7.45,2.45,2.55,35,270) (2.7,2.45,2.7,2.45,90,-145)"),
        ['T'] = Glyph(6, "0,10 6,10; 3,10 3,0"),
        ['U'] = Glyph(6.2f, "0,10 0,3.1 (3.1,3.1,3.1,3.1,180,360) 6.2,10"),
        ['V'] = Glyph(6.6f, "0,10 3.3,0 6.6,10"),
        ['W'] = Glyph(9, "0,10 2.3,0 4.5,8.2 6.7,0 9,10"),
        ['X'] = Glyph(6, "0,0 6,10; 0,10 6,0"),
        ['Y'] = Glyph(6, "0,10 3,4.6 6,10; 3,4.6 3,0"),
        ['Z'] = Glyph(5.6f, "0,10 5.6,10 0,0 5.6,0"),
        ['a'] = Glyph(5.2f, Bowl + "; 5.2,7 5.2,0"),
        ['b'] = Glyph(5.2f, "0,10 0,0; " + Bowl),
        ['c'] = Glyph(4.5f, "(2.6,3.5,2.6,3.5,50,310)"),
        ['d'] = Glyph(5.2f, Bowl + "; 5.2,10 5.2,0"),
        ['e'] = Glyph(5.2f, "0.05,3.6 5.2,3.6 (2.6,3.5,2.6,3.5,0,315)"),
        ['f'] = Glyph(3.3f, "(3,8.2,1.8,1.8,75,180) 1.2,0; 0,6.6 3,6.6"),
        ['g'] = Glyph(5.2f, Bowl + "; 5.2,7 5.2,-0.4 (2.7,-0.4,2.5,2.5,0,-150)"),
        ['h'] = Glyph(5, "0,10 0,0; 0,4.4 (2.5,4.4,2.5,2.6,180,0) 5,0"),
        ['i'] = Glyph(0, "0,7 0,0; 0,9.7 0,9.71"),
        ['j'] = Glyph(1.6f, "1.6,7 1.6,-1 (-0.2,-1,1.8,1.9,0,-80); 1.6,9.7 1.6,9.71"),
        ['k'] = Glyph(4.6f, "0,10 0,0; 4.4,7 0,2.9; 1.7,4.5 4.6,0"),
        ['l'] = Glyph(0, "0,10 0,0"),
        ['m'] = Glyph(8, "0,7 0,0; 0,4.5 (2,4.6,2,2.4,180,0) 4,0; 4,4.5 (6,4.6,2,2.4,180,0) 8,0"),
        ['n'] = Glyph(5, "0,7 0,0; 0,4.4 (2.5,4.4,2.5,2.6,180,0) 5,0"),
        ['o'] = Glyph(5.3f, "(2.65,3.5,2.65,3.5,0,360)"),
        ['p'] = Glyph(5.2f, "0,7 0,-3; " + Bowl),
        ['q'] = Glyph(5.2f, Bowl + "; 5.2,7 5.2,-3"),
        ['r'] = Glyph(2.9f, "0,7 0,0; 0,4 (2.7,4,2.7,3,180,85)"),
        ['s'] = Glyph(4.2f, "(2.1,5.25,1.9,1.75,35,270) (2.1,1.75,2.1,1.75,90,-145)"),
        ['t'] = Glyph(3.2f, "1.2,9.2 1.2,1.9 (3,1.9,1.8,1.9,180,280); 0,6.8 3.1,6.8"),
        ['u'] = Glyph(5, "0,7 0,2.6 (2.5,2.6,2.5,2.6,180,360); 5,7 5,0"),
        ['v'] = Glyph(5.2f, "0,7 2.6,0 5.2,7"),
        ['w'] = Glyph(7.6f, "0,7 1.9,0 3.8,6 5.7,0 7.6,7"),
        ['x'] = Glyph(4.8f, "0,0 4.8,7; 0,7 4.8,0"),
        ['y'] = Glyph(5.2f, "0,7 2.65,0.2; 5.2,7 1.7,-3"),
        ['z'] = Glyph(4.6f, "0,7 4.6,7 0,0 4.6,0"),
        ['.'] = Glyph(0, Dot),
        [','] = Glyph(0.3f, "0.3,0.2 -0.2,-1.7"),
        [':'] = Glyph(0, Dot + "; 0,5.8 0,5.81"),
        [';'] = Glyph(0.3f, "0.3,0.2 -0.2,-1.7; 0.3,5.8 0.3,5.81"),
        ['!'] = Glyph(0, "0,10 0,3.2; " + Dot),
        ['?'] = Glyph(4.5f, "(2.3,7.7,2.2,2.3,165,-70) 2.3,3.2; 2.3,0.1 2.3,0.11"),
        ['\''] = Glyph(0, "0,10 0,7.4"),
        ['"'] = Glyph(2, "0,10 0,7.4; 2,10 2,7.4"),
        ['-'] = Glyph(3.2f, "0,4.2 3.2,4.2"),
        ['—'] = Glyph(7, "0,4.2 7,4.2"),
        ['·'] = Glyph(0, "0,4.2 0,4.21"),
        ['…'] = Glyph(5, "0,0.1 0,0.11; 2.5,0.1 2.5,0.11; 5,0.1 5,0.11"),
        ['%'] = Glyph(7.6f, "(1.6,8,1.6,2,0,360); (6,2,1.6,2,0,360); 6.6,10 1,0"),
        ['°'] = Glyph(2.6f, "(1.3,8.6,1.3,1.4,0,360)"),
        ['/'] = Glyph(4, "0,-1 4,10.6"),
        ['\\'] = Glyph(4, "0,10.6 4,-1"),
        ['|'] = Glyph(0, "0,-2 0,11"),
        ['('] = Glyph(1.2f, "(3.4,4.4,3.2,7,140,220)"),
        [')'] = Glyph(1.2f, "(-2.2,4.4,3.2,7,40,-40)"),
        ['['] = Glyph(1.8f, "1.8,11 0,11 0,-2 1.8,-2"),
        [']'] = Glyph(1.8f, "0,11 1.8,11 1.8,-2 0,-2"),
        ['{'] = Glyph(2.2f, "2.2,11 (2.2,9.8,1.2,1.2,90,180) (0,5.7,1,1.2,0,-90) (0,3.3,1,1.2,90,0) (2.2,-0.8,1.2,1.2,180,270)"),
        ['}'] = Glyph(2.2f, "0,11 (0,9.8,1.2,1.2,90,0) (2.2,5.7,1,1.2,180,270) (2.2,3.3,1,1.2,90,180) (0,-0.8,1.2,1.2,0,-90)"),
        ['$'] = Glyph(5.4f, "(2.7,7.2,2.3,2.2,35,270) (2.7,2.8,2.5,2.2,90,-145); 2.7,11 2.7,-1"),
        ['^'] = Glyph(4, "0,6.6 2,10 4,6.6"),
        ['`'] = Glyph(1.6f, "0,10.2 1.6,8.4"),
        ['<'] = Glyph(4.6f, "4.6,7.6 0,4.4 4.6,1.2"),
        ['>'] = Glyph(4.6f, "0,7.6 4.6,4.4 0,1.2"),
        ['#'] = Glyph(6.2f, "1.1,0 2.3,10; 3.9,0 5.1,10; 0.4,6.7 6.2,6.7; 0,3.3 5.8,3.3"),
        ['*'] = Glyph(3.6f, "1.8,10 1.8,6; 0.1,9 3.5,7; 0.1,7 3.5,9"),
        ['_'] = Glyph(5, "0,-1.4 5,-1.4"),
        ['~'] = Glyph(5, "(1.25,4.2,1.25,1.1,180,0) (3.75,4.2,1.25,1.1,180,360)"),
        ['@'] = Glyph(8.6f, "(4.2,4.2,1.9,2.1,0,360); 6.1,6.3 6.1,3 (7.3,3,1.2,1.1,180,360) 8.5,4.4 (4.3,4.4,4.2,5,0,300)"),
        ['&'] = Glyph(6.6f, "6.6,0 1.5,7 (2.9,8,1.8,2,200,-60) 0.9,4.2 (2.6,2.4,2.5,2.4,140,300) 6.2,4.6"),
    };

    /// <summary>What stands for a character that the typeface lacks.</summary>
    private static readonly StrokeGlyph Missing = Glyph(5, "0,0 0,10 5,10 5,0 0,0");

    public static IReadOnlyCollection<char> Characters => Glyphs.Keys;

    public static StrokeGlyph Find(char character) => Glyphs.GetValueOrDefault(character, Missing);

    private static StrokeGlyph Digit(string strokes) => Glyph(DigitWidth, strokes);

    private static StrokeGlyph Glyph(float width, string strokes) =>
        new(width, [.. strokes.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Stroke)]);

    private static Vector2[] Stroke(string text)
    {
        var points = new List<Vector2>();
        foreach (var part in text.Split(' '))
        {
            var numbers = part.Trim('(', ')').Split(',').Select(n => float.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            if (numbers.Length == 2) points.Add(new Vector2(numbers[0], numbers[1]));
            else AddArc(points, numbers);
        }

        return [.. points];
    }

    private static void AddArc(List<Vector2> points, float[] arc)
    {
        var steps = (int)MathF.Ceiling(MathF.Abs(arc[5] - arc[4]) / 6);
        for (var step = 0; step <= steps; step++)
        {
            var (sine, cosine) = MathF.SinCos(float.DegreesToRadians(float.Lerp(arc[4], arc[5], (float)step / steps)));
            points.Add(new Vector2(arc[0] + arc[2] * cosine, arc[1] + arc[3] * sine));
        }
    }
}
