// Torch has one random generator per process: a test that seeds it and draws from it must not share it with another at the same time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
