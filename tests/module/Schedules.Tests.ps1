#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Learning-rate schedules, early stopping and the time limit from the prompt.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $moons = New-SyntheticDataset Moons 200 -Seed 4

    function New-MoonNetwork {
        New-Network 2 | Add-DenseLayer 8 -Activation ReLU | Add-DenseLayer 1 -Activation Sigmoid
    }
}

Describe 'New-LearningRateSchedule' {
    It 'makes <Name> with its usual settings' -ForEach @(
        @{ Name = 'Constant'; Text = 'Constant (WarmUp 0)' }
        @{ Name = 'Step'; Text = 'Step (Period 10, Factor 0.1, WarmUp 0)' }
        @{ Name = 'Exponential'; Text = 'Exponential (Factor 0.95, WarmUp 0)' }
        @{ Name = 'Cosine'; Text = 'Cosine (Length 10, MinimumFactor 0, WarmUp 0)' }
        @{ Name = 'WarmUp'; Text = 'WarmUp (WarmUp 5)' }
        @{ Name = 'OneCycle'; Text = 'OneCycle (Length 10, RisingPart 0.3, StartFactor 0.04, MinimumFactor 4E-06, WarmUp 0)' }
        @{ Name = 'Plateau'; Text = 'Plateau (Factor 0.1, Patience 5, MinimumChange 0.0001, MinimumFactor 0, WarmUp 0)' }
    ) {
        "$(New-LearningRateSchedule $Name)" | Should -Be $Text
    }

    It 'takes settings, and gives the factor at a time' {
        $schedule = New-LearningRateSchedule Step -Period 2 -Factor 0.5 -WarmUp 1
        $schedule.Settings.Period | Should -Be 2
        0.5, 1, 2.9, 3, 5 | ForEach-Object { $schedule.GetFactor($_) } | Should -Be 0.5, 1, 1, 0.5, 0.25
    }

    It 'names the settings there are where one does not fit' {
        Assert-Error { New-LearningRateSchedule Step -Length 3 } UnknownScheduleSetting InvalidArgument 'Period', 'Factor', 'WarmUp'
    }
}

Describe 'Invoke-Training -Schedule' {
    It 'shows the rates in the history' {
        $schedule = New-LearningRateSchedule Step -Period 2 -Factor 0.5
        $trained = New-MoonNetwork | Invoke-Training $moons -Epoch 5 -LearningRate 0.04 -Schedule $schedule -Seed 1
        $trained.History.LearningRate | Should -Be 0.04, 0.04, 0.02, 0.02, 0.01
    }

    It 'gives with five epochs and five the bits of ten: <_>' -ForEach 'Step', 'Exponential', 'Cosine', 'WarmUp', 'OneCycle', 'Plateau' {
        $schedule = New-LearningRateSchedule $_ -WarmUp 2
        $ten = New-MoonNetwork | Invoke-Training $moons -Epoch 10 -Schedule $schedule -Seed 1 -WarningAction Ignore
        $five = New-MoonNetwork | Invoke-Training $moons -Epoch 5 -Schedule $schedule -Seed 1
        $path = Join-Path $TestDrive "$_.safetensors"
        $five | Export-Network -Path $path
        Get-WeightText ($five | Invoke-Training $moons -Epoch 5) | Should -BeExactly (Get-WeightText $ten)
        $again = Import-Network -Path $path | Invoke-Training $moons -Epoch 5 -Schedule $schedule
        Get-WeightText $again | Should -BeExactly (Get-WeightText $ten)
    }

    It 'spans the epochs of the training when given by name' {
        $trained = New-MoonNetwork | Invoke-Training $moons -FullBatch -Epoch 4 -LearningRate 0.1 -Schedule cosine -Seed 1
        $expected = 0..3 | ForEach-Object { 0.05 * (1 + [Math]::Cos([Math]::PI * $_ / 4)) }
        0..3 | ForEach-Object { [Math]::Abs($trained.History[$_].LearningRate - $expected[$_]) | Should -BeLessThan 1e-12 }
        $further = $trained | Invoke-Training $moons -FullBatch -Epoch 4 -Schedule Cosine -WarningVariable warnings
        $further.History[4].LearningRate | Should -Be 0.1
        $warnings | Should -BeNullOrEmpty
    }

    It 'warns when the schedule is over' {
        $schedule = New-LearningRateSchedule Cosine -Length 2
        $null = New-MoonNetwork | Invoke-Training $moons -Epoch 3 -Schedule $schedule -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike '*Cosine ended with epoch 2*'
        $null = New-MoonNetwork | Invoke-Training $moons -Epoch 2 -Schedule $schedule -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'names the schedules where there is none of a name' {
        { New-MoonNetwork | Invoke-Training $moons -Schedule Spiral } | Should -Throw '*Plateau*'
    }
}

Describe 'Invoke-Training -Patience' {
    It 'restores the best epoch and says so' {
        $arguments = @{ LearningRate = 0.5; ValidationFraction = 0.3; Seed = 1 }
        $output = New-MoonNetwork | Invoke-Training $moons -Epoch 200 -Patience 3 @arguments -Verbose 4>&1
        $trained = $output | Where-Object { $_ -is [NeuralPS.Network] }
        $best = ($trained.History | Sort-Object ValidationLoss -Stable)[0].Epoch
        $trained.History.Count | Should -Be ($best + 3)
        $output[-2].Message | Should -BeLike "Stopped early after epoch $($best + 3): ValidationLoss was best in epoch $best *restored."
        Get-WeightText $trained | Should -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch $best @arguments))
    }

    It 'goes by the monitor and the minimum change' {
        $trained = New-MoonNetwork | Invoke-Training $moons -Epoch 50 -Patience 2 -MinimumChange 2 -Monitor Accuracy -Seed 1
        $trained.History.Count | Should -Be 3
    }

    It 'lists what can be monitored' {
        Assert-Error { New-MoonNetwork | Invoke-Training $moons -Patience 2 -Monitor ValidationLoss } UnknownMonitor InvalidArgument 'Loss, Accuracy'
        Assert-Error { New-MoonNetwork | Invoke-Training $moons -Monitor Loss } MonitorUnused InvalidArgument '-Patience'
        Assert-Error { New-MoonNetwork | Invoke-Training $moons -MinimumChange 0.1 } PatienceMissing InvalidArgument '-Patience'
    }
}

Describe 'Invoke-Training -MaxDuration' {
    It 'ends with the epoch, and continues exactly' {
        $output = New-MoonNetwork | Invoke-Training $moons -Epoch 3 -MaxDuration 00:00:00.0000001 -Seed 1 -Verbose 4>&1
        $output[-2].Message | Should -Be 'The time is up after epoch 1.'
        $output[-1].History.Count | Should -Be 1
        $rest = $output[-1] | Invoke-Training $moons -Epoch 2 -MaxDuration 1:00:00
        Get-WeightText $rest | Should -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 3 -Seed 1))
    }

    It 'refuses a time of nothing' {
        { New-MoonNetwork | Invoke-Training $moons -MaxDuration 0 } | Should -Throw '*above 0*'
    }
}
