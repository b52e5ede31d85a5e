using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Tests.Space;

public class DomainTests
{
    public static TheoryData<Domain> Domains => new()
    {
        new FloatDomain(-1, 3), new FloatDomain(1e-4, 1e-1, isLog: true), new FloatDomain(0, 0.6, step: 0.1), new FloatDomain(2, 2),
        new IntegerDomain(1, 4), new IntegerDomain(1, 1000, isLog: true), new IntegerDomain(-8, 9, step: 4), new IntegerDomain(3, 3),
        new CategoricalDomain(["ReLU", "Tanh", "ELU"]), new CategoricalDomain([null]),
    };

    [Theory]
    [MemberData(nameof(Domains))]
    public void Every_place_of_the_unit_interval_gives_a_value_that_finds_back(Domain domain)
    {
        for (int i = 0; i <= 1000; i++)
        {
            double value = domain.FromUnit(i / 1000.0);
            Assert.True(domain.Contains(value), $"{value} of {domain}");
            Assert.Equal(value, domain.ToInternal(domain.ToExternal(value)), 12);
            Assert.Equal(value, domain.FromUnit(domain.ToUnit(value)), 9);
        }
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void All_values_of_a_grid_are_met(Domain domain)
    {
        if (domain.Count is long count && count <= 20)
        {
            Assert.Equal(count, Enumerable.Range(0, 10_000).Select(i => domain.FromUnit(i / 10_000.0)).Distinct().LongCount());
        }
    }

    [Fact]
    public void Steps_are_decimal()
    {
        FloatDomain domain = new(0, 0.6, step: 0.1);
        Assert.Equal(7, domain.Count);
        Assert.Equal(0.3, domain.FromUnit(3.5 / 7));
        Assert.Equal(0.3, domain.ToInternal(0.1 + 0.2));
        Assert.Equal(0.6, domain.High);
        Assert.Equal(0.75, new FloatDomain(0, 0.8, step: 0.25).High);
        Assert.Equal(8, new IntegerDomain(-8, 9, step: 4).High);
    }

    [Fact]
    public void A_logarithmic_middle_is_the_geometric_mean() =>
        Assert.Equal(1e-2, new FloatDomain(1e-4, 1, isLog: true).FromUnit(0.5), 12);

    [Fact]
    public void Choices_keep_their_types_and_are_found_by_text()
    {
        CategoricalDomain domain = new([32, 0.5f, "SGD", true, null]);
        Assert.Equal(new object?[] { 32L, 0.5, "SGD", true, null }, domain.Choices.ToArray());
        Assert.Equal(2, domain.ToInternal("sgd"));
        Assert.Equal(0, domain.ToInternal("32"));
        Assert.Equal(4, domain.ToInternal(null));
    }

    [Theory]
    [InlineData(1, 0, false, null)]
    [InlineData(0, 1, true, null)]
    [InlineData(0, double.PositiveInfinity, false, null)]
    [InlineData(double.NaN, 1, false, null)]
    [InlineData(0, 1, false, 0.0)]
    [InlineData(1, 10, true, 1.0)]
    public void Bad_ranges_are_refused(double low, double high, bool isLog, double? step) =>
        Assert.Equal("BadDomain", Assert.Throws<SweepException>(() => new FloatDomain(low, high, isLog, step)).ErrorId);

    [Fact]
    public void Values_outside_are_refused()
    {
        Assert.All(
            new Action[]
            {
                () => new FloatDomain(0, 1).ToInternal(2), () => new FloatDomain(0, 1).ToInternal("much"), () => new FloatDomain(0, 1).ToInternal(null),
                () => new FloatDomain(0, 1, step: 0.5).ToInternal(0.4), () => new IntegerDomain(1, 9).ToInternal(1.5),
                () => new IntegerDomain(1, 9, step: 2).ToInternal(4), () => new CategoricalDomain(["a"]).ToInternal("b"),
            },
            action => Assert.Equal("ValueOutOfDomain", Assert.Throws<SweepException>(action).ErrorId));
        Assert.Contains("twice", Assert.Throws<SweepException>(() => new CategoricalDomain([1, 1L])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_may_change_within_a_study_and_kinds_may_not()
    {
        Assert.True(new FloatDomain(0, 1).IsCompatibleWith(new FloatDomain(-5, 5, step: 1)));
        Assert.False(new FloatDomain(1, 2).IsCompatibleWith(new FloatDomain(1, 2, isLog: true)));
        Assert.False(new FloatDomain(1, 2).IsCompatibleWith(new IntegerDomain(1, 2)));
        Assert.False(new CategoricalDomain(["a", "b"]).IsCompatibleWith(new CategoricalDomain(["b", "a"])));
    }

    [Fact]
    public void A_space_counts_its_points_and_keeps_the_order_of_names()
    {
        SearchSpace space = new([new("b", new IntegerDomain(1, 4)), new("B", new CategoricalDomain([1, 2])), new("a", new FloatDomain(0, 1, step: 0.5))]);
        Assert.Equal(24, space.PointCount);
        Assert.Equal(["B", "a", "b"], space.Keys);
        Assert.Null(new SearchSpace([new("x", new FloatDomain(0, 1))]).PointCount);
    }
}
