using System.Net;
using System.Text.RegularExpressions;

namespace NeuralPS.Sweeps.Tests.Report;

public class SweepPageBrowserTests
{
    // Whether something is drawn: how many canvases have a pixel that is not transparent.
    private const string Painted = "[...document.querySelectorAll('canvas')].filter(c => c.width > 0 && "
        + "c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(value => value > 0)).length";

    [ChromiumFact]
    public void All_charts_draw_themselves()
    {
        (string document, string console) = Chromium.Load(SweepPageTests.Write(DemoSweep.Create(200)), Painted);
        Assert.Empty(console);

        // History, parallel coordinates, four slices, curves.
        Assert.Equal("7", ResultOf(document));
        Assert.Contains("data-ready=\"7\"", document, StringComparison.Ordinal);
        Assert.Equal(50, Regex.Count(document, "data-trial="));
        Assert.Equal(4, Regex.Count(document, "class=\"part\""));
        Assert.Contains("<figure class=\"card wide\" id=\"pareto\" hidden=\"\">", document, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Names_are_text_and_nothing_else()
    {
        (string document, string console) = Chromium.Load(
            SweepPageTests.Write(DemoSweep.Create(60, 2)), "document.title + '|' + document.querySelectorAll('script').length");
        Assert.Empty(console);
        Assert.Equal("digits " + DemoSweep.Nasty + "|3", ResultOf(document));
    }

    [ChromiumFact]
    public void Two_objectives_have_a_front()
    {
        (string document, string console) = Chromium.Load(SweepPageTests.Write(DemoSweep.Create(60, 2)), Painted);
        Assert.Empty(console);
        Assert.Equal("8", ResultOf(document));
    }

    [ChromiumFact]
    public void Ten_thousand_trials_are_drawn_in_the_dark()
    {
        (string document, string console) = Chromium.Load(
            SweepPageTests.Write(DemoSweep.Create(10_000)), Painted, "--blink-settings=preferredColorScheme=0");
        Assert.Empty(console);
        Assert.Equal("7", ResultOf(document));
    }

    [ChromiumFact]
    public void A_sweep_without_trials_has_an_empty_page()
    {
        (string document, string console) = Chromium.Load(SweepPageTests.Write(DemoSweep.Create(0)), Painted);
        Assert.Empty(console);
        Assert.Equal("0", ResultOf(document));
        Assert.Contains("No trials", document, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void One_trial_is_drawn()
    {
        (string document, string console) = Chromium.Load(SweepPageTests.Write(DemoSweep.Create(1)), Painted);
        Assert.Empty(console);
        Assert.Contains("There are not enough complete trials yet", document, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void The_table_sorts_and_filters()
    {
        const string Act = """
            (() => {
              const press = text => [...document.querySelectorAll('th button')].find(b => b.textContent === text).click();
              const first = () => document.querySelector('tbody tr').dataset.trial;
              const told = [];
              press('Trial'); told.push(first());
              press('Accuracy'); press('Accuracy'); told.push(document.querySelectorAll('th')[2].getAttribute('aria-sort'));
              const values = [...document.querySelectorAll('tbody tr')].map(row => +row.children[2].textContent);
              told.push(values.every((v, i) => i === 0 || v <= values[i - 1]));
              const states = document.querySelector('.states');
              states.value = '3'; states.dispatchEvent(new Event('change'));
              told.push(document.querySelector('#table .count').textContent);
              states.value = ''; states.dispatchEvent(new Event('change'));
              const search = document.querySelector('#table input');
              search.value = 'pruned relu'; search.dispatchEvent(new Event('input'));
              told.push([...document.querySelectorAll('tbody tr')].every(row => /pruned/.test(row.textContent) && /ReLU/.test(row.textContent)));
              document.querySelector('tbody tr').click();
              told.push(!document.getElementById('chosen').hidden);
              return told.join(' ');
            })()
            """;
        (string document, string console) = Chromium.Load(SweepPageTests.Write(DemoSweep.Create(70)), Act);
        Assert.Empty(console);
        Assert.Equal("69 descending true 10 of 70 trials true true", ResultOf(document));
    }

    [ChromiumFact]
    public void Ranges_are_chosen_by_pointer_and_by_keyboard()
    {
        // The last axis is the accuracy: its upper half, by dragging. Then the depth, by its fields.
        const string Act = """
            (() => {
              const told = [];
              const count = () => document.querySelector('#parallel .count').textContent;
              const host = document.querySelector('#parallel .plot');
              const bounds = host.getBoundingClientRect();
              host.setPointerCapture = () => {};
              const point = (type, y) => host.dispatchEvent(new PointerEvent(
                type, { bubbles: true, clientX: bounds.right - 55, clientY: bounds.top + y, pointerId: 1 }));
              point('pointerdown', 60); point('pointermove', 190); point('pointerup', 190);
              const kept = +count().split(' ')[0];
              told.push(kept > 0 && kept < 70);
              document.querySelector('#parallel .clear').click();
              told.push(count() === '' && document.querySelector('#parallel .clear').disabled);
              const set = [...document.querySelectorAll('#ranges fieldset')].find(f => f.firstChild.textContent === 'Depth');
              const [low, high] = set.querySelectorAll('input');
              low.value = '2'; low.dispatchEvent(new Event('input'));
              high.value = '3'; high.dispatchEvent(new Event('input'));
              told.push([...document.querySelectorAll('tbody tr')].map(row => row.innerText).length > 0);
              const depth = [...document.querySelectorAll('th')].findIndex(th => th.textContent === 'Depth');
              told.push([...new Set([...document.querySelectorAll('tbody tr')].map(row => row.children[depth].textContent))].sort().join());
              return told.join(' ');
            })()
            """;
        (string document, string console) = Chromium.Load(SweepPageTests.Write(DemoSweep.Create(70)), Act);
        Assert.Empty(console);
        Assert.Equal("true true true 2,3", ResultOf(document));
    }

    [ChromiumFact]
    public void The_keys_go_from_trial_to_trial()
    {
        const string Act = """
            (() => {
              const host = document.querySelector('#history .plot');
              const press = key => host.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
              const told = [];
              const output = document.querySelector('#chosen output');
              press('Home'); told.push(output.textContent.split(',')[0]);
              press('ArrowRight'); told.push(output.textContent.split(',')[0]);
              press('ArrowLeft'); told.push(output.textContent.split(',')[0]);
              press('Escape'); told.push(document.getElementById('chosen').hidden);
              return told.join('; ');
            })()
            """;
        (string document, string console) = Chromium.Load(SweepPageTests.Write(DemoSweep.Create(70)), Act);
        Assert.Empty(console);
        Assert.Equal("Trial 0; Trial 1; Trial 0; true", ResultOf(document));
    }

    private static string ResultOf(string document) =>
        WebUtility.HtmlDecode(Regex.Match(document, "<pre id=\"result\">(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value);
}
