using HeadTracker.Tests;

namespace HeadTracker.Synthesis.Tests.Heads;

public class ValidSourceTests
{
    /// <summary>Most avatars have their hair in their skin, some wear it as a mesh of its own; both kinds come as their makers made them.</summary>
    [SharedFact(TestScenes.Avatars)]
    public void Avatars_come_with_and_without_a_wig()
    {
        var people = TestScenes.Valid.Names.Where((_, i) => i % 5 == 0).Select(TestScenes.Valid.Original).ToList();

        Assert.Contains(people, person => person.Parts.Any(part => part.Name == "wig"));
        Assert.Contains(people, person => person.Parts.All(part => part.Name != "wig"));
        Assert.All(people, person => Assert.Equal(68, person.Landmarks.Length));
    }
}
