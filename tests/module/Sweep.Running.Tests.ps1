#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Invoke-Sweep: what runs in a trial, what comes of it, and that the number of workers changes nothing.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Sweep.Common.ps1')
    $data = New-SyntheticDataset Moons -Count 120 -Seed 1
    $train, $test = $data | Split-Dataset -Fraction 0.7 -Seed 1
}

Describe 'Invoke-Sweep -ThrottleLimit' {
    It 'makes the same trials with 1, 2 and 8 workers: <Sampler>, <Pruner>' -ForEach @(
        @{ Sampler = 'TPE'; Pruner = 'None' }
        @{ Sampler = 'TPE'; Pruner = 'Median' }
        @{ Sampler = 'Sobol'; Pruner = 'ASHA' }
        @{ Sampler = 'Random'; Pruner = 'Hyperband' }
        @{ Sampler = 'Grid'; Pruner = 'Percentile' }
    ) {
        $texts = foreach ($limit in 1, 2, 8) {
            $way = $Sampler -eq 'Grid' ? (New-Sampler Grid -PointCount 4) : $Sampler
            $sweep = New-PlainSweep -More @{ Sampler = $way; Pruner = $Pruner; Window = 8 }
            $result = $sweep | Invoke-Sweep $valley -MaxTrial 30 -ThrottleLimit $limit
            $result.End | Should -Be Finished
            $result.Complete + $result.Pruned | Should -Be 30
            Get-RecordText $sweep
        }
        $texts[1] | Should -BeExactly $texts[0]
        $texts[2] | Should -BeExactly $texts[0]
    }

    It 'makes the same networks with 1, 2 and 8 workers' {
        $texts = foreach ($limit in 1, 2, 8) {
            $sweep = New-Sweep moons -Path (New-JournalPath) -Maximize ValidationAccuracy -Seed 2 -Sampler TPE -Pruner Median -Parameter @{
                LearningRate = New-Parameter 1e-3 1 -Log
                Units        = New-Parameter 2 16 -Integer
                Activation   = 'ReLU', 'Tanh'
                Dropout      = New-Parameter 0 0.4 -Step 0.2
            }
            $result = $sweep | Invoke-Sweep -MaxTrial 12 -ThrottleLimit $limit -KeepNetwork All {
                New-Network -InputShape 2 | Add-DenseLayer $Trial.Units -Activation $Trial.Activation | Add-DropoutLayer $Trial.Dropout |
                    Add-DenseLayer 2 -Activation Softmax |
                    Invoke-Training $using:train -ValidationDataset $using:test -LearningRate $Trial.LearningRate -Epoch 3 -BatchSize 16
            }
            $result.Failed | Should -Be 0
            $networks = Get-Trial $sweep -State Complete | Import-Network | ForEach-Object { Get-WeightText $_ }
            (Get-RecordText $sweep) + ($networks -join "`n")
        }
        $texts[1] | Should -BeExactly $texts[0]
        $texts[2] | Should -BeExactly $texts[0]
    }
}

Describe 'The script block of Invoke-Sweep' {
    It 'finds the trial as argument, as $Trial and as $_' {
        $result = New-PlainSweep | Invoke-Sweep -MaxTrial 1 { param($T) [int]($T.X -eq $Trial.X -and $T.X -eq $_.X -and $T.Number -eq 0 -and $T.Attempt -eq 1) }
        $result.Height | Should -Be 1
    }

    It 'takes $using: variables, their members and elements, and the current location' {
        $here = Join-Path $TestDrive 'a [b]'
        $null = New-Item -ItemType Directory $here
        $table = @{ Rows = 3, 4; Empty = @() }
        Push-Location -LiteralPath $here
        try {
            $sweep = New-PlainSweep './in.journal'
            $null = $sweep | Invoke-Sweep -MaxTrial 1 {
                @{
                    Height = $using:table.Rows[1]; Whole = ($using:table).Rows.Count; List = ($using:table.Rows).Count; Empty = ($using:table.Empty).Count
                    There  = [int]($PWD.ProviderPath -eq $using:here)
                }
            }
        } finally {
            Pop-Location
        }
        Join-Path $here in.journal | ForEach-Object { Test-Path -LiteralPath $_ } | Should -BeTrue
        $trial = Get-Trial $sweep
        $trial.Height, $trial.Whole, $trial.List, $trial.Empty, $trial.There | Should -Be 4, 2, 2, 0, 1
    }

    It 'leaves nothing behind for the next trial' {
        $sweep = New-PlainSweep
        $null = $sweep | Invoke-Sweep -MaxTrial 6 -WarningAction Ignore {
            @{
                Height = 1; Global = [int]($null -ne $global:mine); Preference = [int]($VerbosePreference -ne 'SilentlyContinue')
                Defaults = $PSDefaultParameterValues.Count; Elsewhere = [int]($PWD.Path -ne $using:PWD.Path)
                Errors = $Error.Count; Matched = [int]($null -ne $Matches); Code = [int]($null -ne $LASTEXITCODE); Stops = [int]($ErrorActionPreference -eq 'Stop')
            }
            switch ($Trial.Number) {
                0 { $global:mine = 1 }
                1 { $global:VerbosePreference = 'Continue' }
                2 { $PSDefaultParameterValues['Get-Item:Force'] = $true }
                3 { Set-Location /; $global:ErrorActionPreference = 'Continue' }
                4 { Write-Error no -ErrorAction SilentlyContinue; $null = 'a' -match 'a'; $global:LASTEXITCODE = 7 }
            }
        }
        foreach ($trial in Get-Trial $sweep) {
            $trial | Select-Object Global, Preference, Defaults, Elsewhere, Errors, Matched, Code, Stops | ConvertTo-Json -Compress |
                Should -Be '{"Global":0.0,"Preference":0.0,"Defaults":0.0,"Elsewhere":0.0,"Errors":0.0,"Matched":0.0,"Code":0.0,"Stops":1.0}'
        }
    }

    It 'tells a metric by <Name>' -ForEach @(
        @{ Name = 'a number'; Script = { 1; 'text'; 2.5 }; Height = 1; Other = $null }
        @{ Name = 'a hashtable'; Script = { @{ Height = 2; Other = [float]3 } }; Height = 2; Other = 3 }
        @{ Name = 'an object'; Script = { [pscustomobject]@{ Height = 4; Other = 5; Text = 'x' } }; Height = 4; Other = 5 }
        @{ Name = 'SetMetric'; Script = { $Trial.SetMetric('Height', 6); $Trial.SetMetric('Other', 7) }; Height = 6; Other = 7 }
        @{ Name = 'a name in any case'; Script = { @{ height = 8; Other = 9 } }; Height = 8; Other = 9 }
    ) {
        $sweep = New-PlainSweep
        $null = $sweep | Invoke-Sweep $Script -MaxTrial 1
        (Get-Trial $sweep).Height | Should -Be $Height
        (Get-Trial $sweep).Other | Should -Be $Other
    }

    It 'asks for parameters that only some trials have' {
        $sweep = New-Sweep nested -Path (New-JournalPath) -Minimize Height -Seed 3 -Sampler TPE -Parameter @{ Depth = 1, 2, 3 }
        $null = $sweep | Invoke-Sweep -MaxTrial 12 {
            $widths = 1..$Trial.Depth | ForEach-Object { $Trial.Suggest("Width$_", (New-Parameter 4 64 -Log -Integer)) }
            $again = $Trial.Suggest('Width1', (New-Parameter 4 64 -Log -Integer))
            @{ Height = ($widths | Measure-Object -Sum).Sum; Same = [int]($again -eq $Trial.Width1 -and $again -eq @($widths)[0]) }
        }
        $trials = Get-Trial $sweep
        $trials.State | Select-Object -Unique | Should -Be Complete
        foreach ($trial in $trials) {
            $trial.Same | Should -Be 1
            @($trial.Width1, $trial.Width2, $trial.Width3 | Where-Object { $null -ne $_ }) | Should -HaveCount $trial.Depth
            $trial.Width1 | Should -BeOfType int
        }
    }
}

Describe 'A trial that fails' {
    It 'is recorded with its error, warns, and stops nothing' {
        $sweep = New-PlainSweep
        $result = $sweep | Invoke-Sweep -MaxTrial 4 -WarningVariable warnings -WarningAction SilentlyContinue {
            if ($Trial.Number -eq 1) { throw 'no such luck' }
            if ($Trial.Number -eq 2) { Get-Item ./not-there }
            1
        }
        $result.ExitCode, $result.Complete, $result.Failed | Should -Be 0, 2, 2
        $global:LASTEXITCODE | Should -Be 0
        $warnings | Should -HaveCount 2
        $warnings[0] | Should -BeLike "Trial 1 failed: *no such luck*line 2 of the script block*"
        $trials = Get-Trial $sweep -State Failed
        $trials[0].Error | Should -BeLike 'no such luck (line 2 of *'
        $trials[1].Error | Should -BeLike '*not-there*line 3 of *'
    }

    It 'is one that measures <Name>' -ForEach @(
        @{ Name = 'nothing'; Script = { 'done' }; Text = '*reported no Height*no metric at all*' }
        @{ Name = 'something else'; Script = { @{ Hight = 1 } }; Text = '*reported no Height*only Hight*' }
        @{ Name = 'no number'; Script = { [double]::NaN }; Text = 'Height is not a number*' }
        @{ Name = 'with a network that cannot be trained'; Script = { New-Network -InputShape 3 | Add-DenseLayer 2 -Activation Softmax | Invoke-Training $using:train }; Text = '*2*3*' }
        @{ Name = 'out of memory'; Script = { throw [OutOfMemoryException]::new() }; Text = '*memory*' }
    ) {
        $sweep = New-PlainSweep
        ($sweep | Invoke-Sweep $Script -MaxTrial 1 -WarningAction Ignore).Failed | Should -Be 1
        (Get-Trial $sweep).Error | Should -BeLike $Text
        (Get-Trial $sweep).Height | Should -BeNullOrEmpty
    }

    It 'ends the sweep with -MaxFailure, over all runs' {
        $path = New-JournalPath
        $block = { if ($Trial.Number -gt 1) { throw 'no' }; 1 }
        $result = New-PlainSweep $path | Invoke-Sweep $block -MaxTrial 9 -MaxFailure 3 -WarningAction Ignore
        $result.End, $result.ExitCode, $result.Complete, $result.Failed | Should -Be 'Failed', 2, 2, 3
        $global:LASTEXITCODE | Should -Be 2
        (New-PlainSweep $path | Invoke-Sweep $block -MaxTrial 9 -MaxFailure 3).Failed | Should -Be 3
        (New-PlainSweep $path | Invoke-Sweep $block -MaxTrial 9 -MaxFailure 4 -WarningAction Ignore).Failed | Should -Be 4
    }
}

Describe 'Pruning' {
    It 'goes by the epochs of a training, which ends' {
        $sweep = New-Sweep moons -Path (New-JournalPath) -Minimize ValidationLoss -Seed 1 -Sampler Grid -Parameter @{ Rate = 0.3, 1e-6 } `
            -Pruner (New-Pruner Threshold -Upper 0.6)
        $null = $sweep | Invoke-Sweep -Verbose 4>&1 -OutVariable output {
            New-Network -InputShape 2 | Add-DenseLayer 16 -Activation Tanh | Add-DenseLayer 2 -Activation Softmax |
                Invoke-Training $using:train -ValidationDataset $using:test -LearningRate $Trial.Rate -Epoch 4 -BatchSize 8 -Seed 1
            $Trial.SetMetric('AfterTraining', 1)
        }
        $complete, $pruned = Get-Trial $sweep | Sort-Object State
        $complete.State, $pruned.State | Should -Be Complete, Pruned
        $complete.Rate | Should -Be 0.3
        $complete.AfterTraining | Should -Be 1
        $pruned.AfterTraining | Should -BeNullOrEmpty
        $pruned.ValidationLoss | Should -BeGreaterThan 0.6
        "$output" | Should -BeLike "*Trial $($pruned.Number) is pruned: *0.6*"
        $complete.Epoch | Should -Be 4
        $complete.ParameterCount | Should -Be 82
    }

    It 'ends a block at its Report, and keeps the value' {
        $sweep = New-PlainSweep -More @{ Pruner = New-Pruner Threshold -Upper 5 }
        $null = $sweep | Invoke-Sweep -MaxTrial 1 { 1..9 | ForEach-Object { $Trial.Report($_, $_) }; throw 'too late' }
        $trial = Get-Trial $sweep
        $trial.State, $trial.Height | Should -Be Pruned, 6
    }
}
