using System.Text;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Tests.Journals;

public sealed class PythonJsonTests
{
    // The right column is what Python prints for json.dumps of the number.
    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-12, "-12.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(100.25, "100.25")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(1e-05, "1e-05")]
    [InlineData(-1.5e-05, "-1.5e-05")]
    [InlineData(123456789012345, "123456789012345.0")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1234567890123456.7, "1234567890123456.8")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.25e16, "1.25e+16")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Numbers_are_written_as_Python_writes_them(double value, string expected)
    {
        StringBuilder text = new();
        PythonJson.Append(text, value);
        Assert.Equal(expected, text.ToString());
        Assert.Equal(value, PythonJsonReader.Parse(expected)!.GetValue<double>());
    }

    [Theory]
    [InlineData("""[1, NaN, "NaN", -Infinity, {"Infinity": Infinity}]""", """[1, NaN, "NaN", -Infinity, {"Infinity": Infinity}]""")]
    [InlineData("""["\ud83d\ude00 \"NaN\\", NaN]""", """["\ud83d\ude00 \"NaN\\", NaN]""")]
    [InlineData("""["\ud83d", "x\uDE00y", "\\ud83d"]""", """["\ufffd", "x\ufffdy", "\\ud83d"]""")]
    [InlineData("""[123456789012345678901234567890, 1.0, 1, 1e5, true, null]""", """[123456789012345678901234567890, 1.0, 1, 100000.0, true, null]""")]
    public void Texts_of_Python_are_read_and_written_again(string text, string expected)
    {
        StringBuilder written = new();
        PythonJson.Append(written, PythonJsonReader.Parse(text));
        Assert.Equal(expected, written.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\": NaNa}")]
    [InlineData("[1")]
    [InlineData("\0\0")]
    public void What_is_not_JSON_is_refused(string text) => Assert.Throws<FormatException>(() => PythonJsonReader.Parse(text));

    [Fact]
    public void Values_of_all_kinds_can_be_attributes()
    {
        StringBuilder text = new();
        PythonJson.Append(text, new JsonArray(1, 2L, 0.1f, 0.25m, (byte)3, float.NaN, "é", 'c', new DateTime(2026, 1, 2), true, null));
        Assert.Equal("""[1, 2, 0.1, 0.25, 3, NaN, "\u00e9", "c", "2026-01-02T00:00:00", true, null]""", text.ToString());
    }

    [Theory]
    [InlineData("""{"name": "FloatDistribution", "attributes": {"step": null, "low": 1e-05, "high": 0.1, "log": true}}""")]
    [InlineData("""{"name": "FloatDistribution", "attributes": {"step": 0.1, "low": 0.0, "high": 0.6, "log": false}}""")]
    [InlineData("""{"name": "IntDistribution", "attributes": {"log": false, "step": 2, "low": 1, "high": 5}}""")]
    [InlineData("""{"name": "CategoricalDistribution", "attributes": {"choices": ["ReLU", null, true, 1, 2.5, NaN]}}""")]
    public void Domains_are_written_as_they_were_read(string text) => Assert.Equal(text, DomainJson.Write(DomainJson.Read(text)));

    [Theory]
    [InlineData("""{"name": "UniformDistribution", "attributes": {"low": 0, "high": 1}}""", "0 to 1")]
    [InlineData("""{"name": "LogUniformDistribution", "attributes": {"low": 0.1, "high": 1.0}}""", "0.1 to 1 (log)")]
    [InlineData("""{"name": "DiscreteUniformDistribution", "attributes": {"low": 0.0, "high": 1.0, "q": 0.25}}""", "0 to 1 step 0.25")]
    [InlineData("""{"name": "IntUniformDistribution", "attributes": {"step": 2, "low": 1, "high": 5}}""", "1 to 5 step 2")]
    [InlineData("""{"name": "IntLogUniformDistribution", "attributes": {"step": 2, "low": 1, "high": 5}}""", "1 to 5 (log)")]
    [InlineData("""{"name": "CategoricalDistribution", "attributes": {"choices": [[1, 2], "a", "a"]}}""", "[1, 2], a, a")]
    public void Domains_of_older_versions_and_odd_choices_are_read(string text, string expected) =>
        Assert.Equal(expected, DomainJson.Read(text).ToString());

    [Theory]
    [InlineData("""{"name": "NormalDistribution", "attributes": {}}""")]
    [InlineData("""{"name": "FloatDistribution", "attributes": {"low": 1}}""")]
    [InlineData("""{"name": "FloatDistribution", "attributes": {"low": 1, "high": 0}}""")]
    [InlineData("""{"name": "CategoricalDistribution", "attributes": {"choices": []}}""")]
    [InlineData("""{"name": 1, "attributes": {}}""")]
    [InlineData("""{"name": "IntDistribution", "attributes": {"low": 1, "high": 2, "log": "yes"}}""")]
    [InlineData("""[]""")]
    public void Other_domains_are_refused(string text) => Assert.Throws<FormatException>(() => DomainJson.Read(text));

    [Fact]
    public void The_abbreviated_form_of_a_domain_is_read()
    {
        Assert.Equal(new FloatDomain(0, 1, step: 0.5), DomainJson.Read("""{"type": "float", "low": 0, "high": 1, "step": 0.5}"""));
        Assert.Equal(new IntegerDomain(1, 8, isLog: true), DomainJson.Read("""{"type": "int", "low": 1, "high": 8, "log": true}"""));
        Assert.Equal(new CategoricalDomain(["a", 1L]), DomainJson.Read("""{"type": "categorical", "choices": ["a", 1]}"""));
    }
}
