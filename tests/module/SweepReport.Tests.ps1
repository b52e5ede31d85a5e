#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Show-Sweep and Get-ParameterImportance, on journals as Optuna writes them.

BeforeDiscovery {
    $chromium = Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore | Select-Object -First 1
}

BeforeAll {
    . "$PSScriptRoot/Worked.Common.ps1"
    $rendering = $PSStyle.OutputRendering

    # A journal with one study: the accuracy falls with the distance of the rate from 0.01, the kind hardly matters, every fourth trial
    # is pruned. With -Two it also has a size to minimise.
    function New-Journal([string] $Name, [int] $Count, [switch] $Two, [string] $Study = 'digits') {
        $path = Join-Path $TestDrive $Name
        $lines = [Collections.Generic.List[string]]::new()
        $add = { param($Line) $lines.Add((ConvertTo-Json $Line -Compress -Depth 5)) }
        & $add ([ordered]@{ op_code = 0; worker_id = 'w'; study_name = $Study; directions = @($Two ? @(2, 1) : 2) })
        & $add ([ordered]@{ op_code = 3; worker_id = 'w'; study_id = 0; system_attr = @{ 'study:metric_names' = @($Two ? @('Accuracy', 'Size') : 'Accuracy') } })
        for ($i = 0; $i -lt $Count; $i++) {
            $rate = [Math]::Pow(10, -4 + 3 * (($i * 0.618034) % 1))
            $accuracy = 1 - 0.2 * [Math]::Abs([Math]::Log10($rate) + 2)
            $start = [DateTime]::new(2026, 11, 20, 22, 0, 0).AddSeconds(10 * $i)
            $values = $i % 4 -eq 3 ? @{ state = 2 } : $Two ? @{ state = 1; values = @($accuracy, ($i % 5)) } : @{ state = 1; value = $accuracy }
            & $add ([ordered]@{
                    op_code = 4; worker_id = 'w'; study_id = 0
                    datetime_start = $start.ToString('yyyy-MM-ddTHH:mm:ss.ffffff'); datetime_complete = $start.AddSeconds(5).ToString('yyyy-MM-ddTHH:mm:ss.ffffff')
                    distributions = [ordered]@{
                        Rate = '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0001, "high": 0.1, "log": true}}'
                        'Kind</script>' = '{"name": "CategoricalDistribution", "attributes": {"choices": ["ReLU", "Tanh"]}}'
                    }
                    params = [ordered]@{ Rate = $rate; 'Kind</script>' = $i % 2 }
                    user_attrs = @{}; system_attrs = @{}; intermediate_values = @{ '1' = $accuracy / 2; '2' = $accuracy }
                } + $values)
        }
        [IO.File]::WriteAllLines($path, $lines)
        $path
    }

    $journal = New-Journal one.journal 60
    $double = New-Journal two.journal 60 -Two
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
}

Describe 'Get-ParameterImportance' {
    It 'ranks the parameters, in shares of 1' {
        $scores = Get-ParameterImportance $journal
        $scores | Should -HaveCount 2
        $scores | Should -BeOfType NeuralPS.ParameterImportance
        $scores.Parameter | Should -Be 'Rate', 'Kind</script>'
        $scores[0].Importance | Should -BeGreaterThan 0.9
        ($scores | Measure-Object Importance -Sum).Sum | Should -BeGreaterThan 0.999999
        $scores.TrialCount | Should -Be 45, 45
        $scores.Objective | Select-Object -Unique | Should -Be Accuracy
    }

    It 'takes sweeps from the pipeline' {
        (Get-Sweep $journal, $double | Get-ParameterImportance).Objective | Select-Object -Unique | Should -Be Accuracy, Size
    }

    It 'looks at one metric of several, in any case' {
        (Get-ParameterImportance $double size).Objective | Select-Object -Unique | Should -Be Size
    }

    It 'takes another part of the trials as good' {
        (Get-ParameterImportance $journal -Quantile 0.5)[0].Importance | Should -Not -Be (Get-ParameterImportance $journal)[0].Importance
    }

    It 'refuses a quantile of <_>' -ForEach 0, 1, -0.1, ([double]::NaN) {
        { Get-ParameterImportance $journal -Quantile $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'names the metrics that there are' {
        Assert-Error { Get-ParameterImportance $double Sice } NoSuchObjective InvalidArgument "'Sice'", 'Accuracy and Size'
    }

    It 'says how many trials it needs, and goes on with other sweeps' {
        $few = New-Journal few.journal 5
        Assert-Error { Get-ParameterImportance $few } TooFewTrials InvalidArgument 'at least 5', 'there are 4'
        Get-Sweep $few, $journal | Get-ParameterImportance -ErrorAction Ignore | Should -HaveCount 2
    }
}

Describe 'Show-Sweep as text' {
    It 'shows counts, history, the best trial and importance' {
        $text = Show-Sweep $journal -Width 80
        $text | Should -BeOfType string
        $text[0] | Should -Be 'Sweep digits: maximise Accuracy'
        $text | Should -Contain '60 trials: 45 complete, 15 pruned, in 00:09:55'
        $text -join "`n" | Should -Match '(?s)\nAccuracy\n.*┤.*●.*○.*└.*● trials  ○ best so far\n\nBest: trial \d+, Accuracy 0\.99\d*\n'
        $text[-2] | Should -Match '^  Rate +9\d\.\d %  █+$'
    }

    It 'fits into <_> characters' -ForEach 30, 50, 100 {
        foreach ($lines in (Show-Sweep $journal -Width $_), (Show-Sweep $double -Width $_ -Ascii)) {
            ($lines | ForEach-Object Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual $_
        }
    }

    It 'draws with ASCII alone' {
        (Show-Sweep (New-Journal names.journal 9 -Study 'Größe') -Ascii) -join '' | Should -Not -Match '[^ -~]'
    }

    It 'draws a chart for each of two metrics, and tells the Pareto front' {
        $text = Show-Sweep $double -Width 80
        $text | Should -Contain 'Accuracy'
        $text | Should -Contain 'Size'
        $text | Should -Contain 'Importance for Size'
        $text -match '^On the Pareto front: trials \d+, ' | Should -HaveCount 1
    }

    It 'shows several sweeps, with a line between' {
        $text = Get-Sweep $journal, $double | Show-Sweep -Width 60
        $second = [Array]::LastIndexOf($text, 'Sweep digits: maximise Accuracy, minimise Size')
        $second | Should -BeGreaterThan 10
        $text[$second - 1] | Should -BeExactly ''
    }

    It 'shows a sweep without trials, and one with few' {
        New-Sweep new -Path (Join-Path $TestDrive new.journal) -Minimize Loss -Parameter @{ A = 1, 2 } -Sampler Random | Show-Sweep |
            Should -Contain 'No trials yet'
        Show-Sweep (New-Journal three.journal 3) | Should -Not -Contain 'Importance'
    }

    It 'is plain behind a pipe and coloured where escape sequences are asked for' {
        $PSStyle.OutputRendering = 'Host'
        (Show-Sweep $journal | ForEach-Object { $_ }) -join '' | Should -Not -Match "`e"
        $PSStyle.OutputRendering = 'Ansi'
        (Show-Sweep $journal)[-2].Contains($PSStyle.Foreground.BrightBlue) | Should -BeTrue
        Show-Sweep $journal -Ascii | Should -Not -Match "`e"
    }

    It 'refuses <_> characters' -ForEach 0, 29, 10001 {
        { Show-Sweep $journal -Width $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'Show-Sweep -Path' {
    BeforeEach { $page = Join-Path $TestDrive "$([guid]::NewGuid()).html" }

    It 'writes a page that is complete in itself' {
        Show-Sweep $journal -Path $page | Should -BeNullOrEmpty
        $html = Get-Content -Raw $page
        $html | Should -BeLike '<!DOCTYPE html>*<title>digits</title>*maximise Accuracy*</html>*'
        $html | Should -Not -Match 'https?://|\bsrc\s*=|\bhref\s*='
        [regex]::Matches($html, '</script>').Count | Should -Be 2
    }

    It 'writes the file to the pipeline with -PassThru, under a name taken as it is' {
        $file = Show-Sweep $double -LiteralPath (Join-Path $TestDrive '[a].HTM') -PassThru
        $file | Should -BeOfType IO.FileInfo
        $file.Name | Should -Be '[a].HTM'
    }

    It 'only says what it would write with -WhatIf' {
        Show-Sweep $journal -Path $page -WhatIf
        $page | Should -Not -Exist
    }

    It 'keeps an existing file unless -Force is given' {
        Set-Content $page old
        Assert-Error { Show-Sweep $journal -Path $page } FileExists ResourceExists '-Force'
        Get-Content $page | Should -Be old
        Show-Sweep $journal -Path $page -Force
        Get-Content -Raw $page | Should -BeLike '<!DOCTYPE html>*'
    }

    It 'refuses <_>' -ForEach 'a.svg', 'a', 'a.html.txt' {
        Assert-Error { Show-Sweep $journal -Path (Join-Path $TestDrive $_) } PictureFormat InvalidArgument '.html'
    }

    It 'draws itself in a browser' -Skip:(-not $chromium) {
        Show-Sweep $double -Path $page
        $arguments = '--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=4000', "--user-data-dir=$(Join-Path $TestDrive profile)", '--dump-dom'
        $document = & (Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore)[0] @arguments ([uri]::new($page).AbsoluteUri) 2>$null
        # History, Pareto front, parallel coordinates, two slices, curves.
        $document -join "`n" | Should -Match 'data-ready="6"'
    }
}
