#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Find-LearningRate from the prompt.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $moons = New-SyntheticDataset Moons 200 -Seed 4
    $net = New-Network 2 -Name moon | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 2 -Activation Softmax | Initialize-Network -Seed 3
    $found = $net | Find-LearningRate $moons -Seed 1

    function Get-RecordText($Result) { $Result.Records | ForEach-Object { '{0:R} {1:R} {2:R}' -f $_.LearningRate, $_.Loss, $_.SmoothedLoss } }
}

Describe 'Find-LearningRate' {
    It 'gives one object with a suggestion before the minimum' {
        @($found).Count | Should -Be 1
        $found | Should -BeOfType NeuralPS.LearningRateSearch
        $found.Suggestion | Should -BeOfType double
        $found.Suggestion | Should -BeGreaterThan 1e-5
        $found.Suggestion | Should -BeLessThan $found.Minimum
        $found.MinimumTenth | Should -Be ($found.Minimum / 10)
        $found.Optimizer | Should -Be Adam
        $found.Network | Should -Be moon
    }

    It 'has a record of each update, rates rising from 1e-7 by the same factor' {
        $found.Records.Count | Should -BeGreaterThan 50
        $found.Records.Count | Should -BeLessOrEqual 100
        $found.Records[0].LearningRate | Should -Be 1e-7
        $found.Records[0].SmoothedLoss | Should -BeGreaterThan 0
        [Math]::Abs($found.Records[0].SmoothedLoss - $found.Records[0].Loss) | Should -BeLessThan 1e-9
        $factor = [Math]::Pow(1e8, 1 / 99)
        1..50 | ForEach-Object {
            [Math]::Abs($found.Records[$_].LearningRate / $found.Records[$_ - 1].LearningRate - $factor) | Should -BeLessThan 1e-9
        }
    }

    It 'leaves the network as it is' {
        $before = Get-WeightText $net
        $null = $net | Find-LearningRate $moons -Seed 2
        Get-WeightText $net | Should -BeExactly $before
        $net.IsTrained | Should -BeFalse
    }

    It 'gives the same bits for the same seed, on any number of threads, and others for another' {
        $again = $net | Find-LearningRate $moons -Seed 1 -ThrottleLimit 1
        Get-RecordText $again | Should -BeExactly (Get-RecordText $found)
        Get-RecordText ($net | Find-LearningRate $moons -Seed 1 -ThrottleLimit 2) | Should -BeExactly (Get-RecordText $found)
        (Get-RecordText ($net | Find-LearningRate $moons -Seed 2)) -join ' ' | Should -Not -Be ((Get-RecordText $found) -join ' ')
    }

    It 'ends by Ctrl+C without a result, and the shell and the network go on working' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($modulePath)
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            $runspace.SessionStateProxy.SetVariable('net', $net)
            $runspace.SessionStateProxy.SetVariable('moons', $moons)
            $null = $shell.AddScript('$found = $net | Find-LearningRate $moons -StepCount 1000000 -Minimum 1e-9 -Maximum 1e-8')
            $call = $shell.BeginInvoke()
            for ($i = 0; $i -lt 300 -and $shell.Streams.Progress.Count -eq 0; $i++) { Start-Sleep -Milliseconds 100 }
            $shell.Streams.Progress.Count | Should -BeGreaterThan 0
            $shell.Stop()
            { $shell.EndInvoke($call) } | Should -Throw
            $shell.InvocationStateInfo.State | Should -Be Stopped
            $shell.Dispose()
            $shell = [powershell]::Create($runspace)
            $count = $shell.AddScript('$null -eq $found; ($net | Find-LearningRate $moons -Seed 1 -StepCount 20).Records.Count').Invoke()
            $count | Should -Be $true, 20
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'suggests a rate with which training learns' {
        $rate = ($net | Find-LearningRate $moons -Seed 1).Suggestion
        $trained = $net | Invoke-Training $moons -Epoch 40 -Seed 1 -LearningRate $rate
        ($trained | Measure-Network $moons).Accuracy | Should -BeGreaterThan 0.8
    }

    It 'takes range, steps, batch size, optimizer and loss' {
        $result = $net | Find-LearningRate $moons -Minimum 1e-4 -Maximum 1e-2 -StepCount 12 -BatchSize 7 -Optimizer (New-Optimizer Momentum) -Loss SquaredError -Seed 1
        $result.Records.Count | Should -Be 12
        $result.Optimizer | Should -Be Momentum
        $result.HasDiverged | Should -BeFalse
        [Math]::Abs($result.Records[-1].LearningRate - 1e-2) | Should -BeLessThan 1e-9
        $formula = $net | Find-LearningRate $moons -Minimum 1e-4 -Maximum 1e-2 -StepCount 12 -BatchSize 7 -Optimizer Momentum -LossExpression '(y - p)^2' -Seed 1
        [Math]::Abs($formula.Records[0].Loss - $result.Records[0].Loss) | Should -BeLessThan 1e-5
    }

    It 'takes optimizer, loss and batch size of the training before' {
        $trained = $net | Invoke-Training $moons -Epoch 1 -Optimizer Nesterov -Loss SquaredError -BatchSize 50 -Seed 5
        $result = $trained | Find-LearningRate $moons -WarningAction SilentlyContinue -StepCount 10
        $result.Optimizer | Should -Be Nesterov
        $given = $trained | Find-LearningRate $moons -WarningAction SilentlyContinue -StepCount 10 -Optimizer Nesterov -Loss SquaredError -BatchSize 50 -Seed 5
        Get-RecordText $result | Should -BeExactly (Get-RecordText $given)
        $trained.History.Count | Should -Be 1
    }

    It 'warns where the loss never falls' {
        $result = $net | Find-LearningRate $moons -Minimum 1e6 -Maximum 1e7 -StepCount 20 -Optimizer SGD -Seed 1 -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Suggestion | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*-Minimum*'
        "$result" | Should -BeLike '*never falls*'
        { $result | Out-String } | Should -Not -Throw
    }
}

Describe 'What it prints' {
    It 'is a chart within 80 columns, without colours, with the suggestion marked' {
        $lines = $found | Out-String -Stream -Width 200
        $lines | ForEach-Object { $_.Length | Should -BeLessThan 80 }
        $lines -join '' | Should -Not -Match '\x1b'
        $rate = $found.Suggestion.ToString('G3', [cultureinfo]::InvariantCulture)
        @($lines | Where-Object { $_ -match "[▲^] suggestion $([regex]::Escape($rate))|suggestion $([regex]::Escape($rate)) [▲^]" }).Count | Should -Be 1
        @($lines | Where-Object { $_ -like '*1e-6*' }).Count | Should -BeGreaterThan 0
        $found.Chart | Should -BeLike '*moon*Adam*'
    }

    It 'is short as a string' {
        "$found" | Should -Match '^learning rate \S+ \(Adam\)$'
    }

    It 'shows numbers when columns are chosen' {
        $found | Select-Object Optimizer, Suggestion | Out-String | Should -BeLike '*Suggestion*'
    }
}

Describe 'What it refuses' {
    It '<_>, which has no rate to find' -ForEach 'LBFGS', 'PerceptronRule' {
        $name = $_
        Assert-Error { $net | Find-LearningRate $moons -Optimizer $name } OptimizerHasNoSweep InvalidArgument '-Optimizer'
    }

    It 'a range that does not rise' {
        Assert-Error { $net | Find-LearningRate $moons -Minimum 1 -Maximum 0.1 } LearningRateRange InvalidArgument 'from 1 to 0.1'
    }

    It '<Name>' -ForEach @(
        @{ Name = 'a rate of 0'; Arguments = @{ Minimum = 0 } }
        @{ Name = 'a rate that is no number'; Arguments = @{ Maximum = [double]::NaN } }
        @{ Name = 'nine steps'; Arguments = @{ StepCount = 9 } }
        @{ Name = 'a batch of nothing'; Arguments = @{ BatchSize = 0 } }
        @{ Name = 'no threads'; Arguments = @{ ThrottleLimit = 0 } }
    ) {
        { $net | Find-LearningRate $moons @Arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'data that do not fit' {
        Assert-Error { New-Network 3 | Add-DenseLayer 2 | Find-LearningRate $moons } InputShape InvalidArgument
    }

    It 'two losses' {
        Assert-Error { $net | Find-LearningRate $moons -Loss SquaredError -LossExpression '(y - p)^2' } LossTwice InvalidArgument
    }
}
