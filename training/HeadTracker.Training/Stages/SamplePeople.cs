using HeadTracker.Training.Data.Packing;

namespace HeadTracker.Training.Stages;

/// <summary>Who is on a set's images.</summary>
internal static class SamplePeople
{
    /// <summary>A number for each sample's person, -1 where it is not known; people of different sets are others.</summary>
    public static long[] Of(FaceSet set)
    {
        var people = new long[set.Count];
        var known = 0;
        foreach (var pack in set.Samples.Index().GroupBy(sample => sample.Item.Pack))
        {
            using var reader = new PackReader(pack.Key);
            foreach (var (sample, (_, row)) in pack)
            {
                var person = reader.Labels[row].Identity;
                people[sample] = person < 0 ? -1 : known + person;
            }

            known += reader.Header.Identities.Count;
        }

        return people;
    }
}
