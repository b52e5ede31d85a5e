#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# The same seed gives the same bits: for any number of threads, in another process, in one go or in several.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $digits = New-SyntheticDataset Digits 300 -Seed 2
    $moons = New-SyntheticDataset Moons 400 -Seed 4

    function New-DigitNetwork {
        New-Network 28, 28, 1 | Add-FlattenLayer | Add-DenseLayer 48 -Activation ReLU | Add-DropoutLayer 0.2 |
            Add-DenseLayer 10 -Activation Softmax
    }

    function New-MoonNetwork {
        New-Network 2 | Add-DenseLayer 16 -Activation ReLU | Add-DropoutLayer 0.2 | Add-DenseLayer 1 -Activation Sigmoid
    }

    # A runspace of its own, as other hosts have, whose pipelines can be stopped from here.
    function New-Shell {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($path) Import-Module $path').AddArgument($modulePath).Invoke()
        $shell.Commands.Clear()
        $shell
    }

    # Starts a training that would take minutes, and stops it once it is in its third epoch or later.
    function Stop-Training([powershell] $Shell, [NeuralPS.Network] $Network, [NeuralPS.Dataset] $Dataset, [hashtable] $Arguments) {
        $null = $Shell.AddScript(
            'param($network, $data, $arguments) $network | Invoke-Training $data -Epoch 1000000 -OutNetwork kept -Verbose @arguments').
            AddArgument($Network).AddArgument($Dataset).AddArgument($Arguments)
        $running = $Shell.BeginInvoke()
        $deadline = [DateTime]::UtcNow.AddSeconds(30)
        while ($Shell.Streams.Verbose.Count -lt 3 -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 5 }
        $Shell.Streams.Verbose.Count | Should -BeGreaterOrEqual 3
        $Shell.Stop()
        $running.IsCompleted | Should -BeTrue
        $Shell.InvocationStateInfo.State | Should -Be Stopped
        $Shell.Runspace.SessionStateProxy.GetVariable('InterruptedNetwork')
    }
}

Describe 'The same seed' {
    It 'gives the same data' {
        $again = New-SyntheticDataset Digits 300 -Seed 2
        foreach ($i in 0, 17, 299) { $again.GetInput($i) | Should -BeExactly $digits.GetInput($i) }
        (New-SyntheticDataset Digits 300 -Seed 3).GetInput(0) | Should -Not -BeExactly $digits.GetInput(0)
    }

    It 'gives the same bits on 1, 2 and 3 threads: <Name>' -ForEach @(
        @{ Name = 'dense'; Make = { New-DigitNetwork } }
        @{ Name = 'convolutional'
            Make = {
                New-Network 28, 28, 1 | Add-ConvLayer 6 3 -Activation ReLU | Add-PoolingLayer | Add-ConvLayer 8 3 -Activation ReLU |
                    Add-PoolingLayer | Add-FlattenLayer | Add-DropoutLayer 0.3 | Add-DenseLayer 10 -Activation Softmax
            } }
    ) {
        $one, $two, $three = 1, 2, 3 | ForEach-Object { & $Make | Invoke-Training $digits -Epoch 2 -Seed 7 -ThrottleLimit $_ -ClipNorm 1 }
        $expected = Get-WeightText $one
        Get-WeightText $two | Should -BeExactly $expected
        Get-WeightText $three | Should -BeExactly $expected
        $three.History.Loss | Should -BeExactly $one.History.Loss
        ($three | Measure-Network $digits -ThrottleLimit 3).Loss | Should -BeExactly ($one | Measure-Network $digits -ThrottleLimit 1).Loss
        $left = $digits | Get-Prediction $one -Raw -ThrottleLimit 1
        $right = $digits | Get-Prediction $one -Raw -ThrottleLimit 3
        (ConvertTo-Json $left -Compress) | Should -BeExactly (ConvertTo-Json $right -Compress)
    }

    It 'gives the same bits in another process' {
        $here = New-DigitNetwork | Invoke-Training $digits -Epoch 2 -Seed 7
        $path = Join-Path $TestDrive there.safetensors
        $null = Invoke-Fresh @"
Import-Module `$modulePath
New-Network 28, 28, 1 | Add-FlattenLayer | Add-DenseLayer 48 -Activation ReLU | Add-DropoutLayer 0.2 | Add-DenseLayer 10 -Activation Softmax |
    Invoke-Training (New-SyntheticDataset Digits 300 -Seed 2) -Epoch 2 -Seed 7 -ThrottleLimit 1 | Export-Network '$path'
"@
        $there = Import-Network $path
        Get-WeightText $there | Should -BeExactly (Get-WeightText $here)
        $there.History.Loss | Should -BeExactly $here.History.Loss
    }

    It 'and another one differ' {
        Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 1 -Seed 1) |
            Should -Not -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 1 -Seed 2))
    }
}

Describe 'Training further' {
    It 'five epochs and then five are the same bits as ten, with <_>' -ForEach Adam, Momentum, RMSprop, SGD {
        $ten = New-MoonNetwork | Invoke-Training $moons -Epoch 10 -Seed 3 -Optimizer $_
        $five = New-MoonNetwork | Invoke-Training $moons -Epoch 5 -Seed 3 -Optimizer $_
        $further = $five | Invoke-Training $moons -Epoch 5
        Get-WeightText $further | Should -BeExactly (Get-WeightText $ten)
        $further.History.Epoch | Should -Be (1..10)
        $further.History.Loss | Should -BeExactly $ten.History.Loss
        $five.History.Count | Should -Be 5
    }

    It 'through a file is the same, too' {
        $ten = New-MoonNetwork | Invoke-Training $moons -Epoch 10 -Seed 3
        $path = Join-Path $TestDrive five.safetensors
        New-MoonNetwork | Invoke-Training $moons -Epoch 5 -Seed 3 | Export-Network $path
        Get-WeightText (Import-Network $path | Invoke-Training $moons -Epoch 5) | Should -BeExactly (Get-WeightText $ten)
    }

    It 'in steps of one, with held-out data and a batch size of its own' {
        $arguments = @{ Dataset = $moons; BatchSize = 24; ValidationFraction = 0.2; Seed = 3 }
        $three = New-MoonNetwork | Invoke-Training -Epoch 3 @arguments
        $network = New-MoonNetwork
        foreach ($i in 1..3) { $network = $network | Invoke-Training -Epoch 1 @arguments }
        Get-WeightText $network | Should -BeExactly (Get-WeightText $three)
        $network.History.ValidationLoss | Should -BeExactly $three.History.ValidationLoss
    }
}

Describe 'An interrupted training' {
    AfterEach {
        Remove-Variable InterruptedNetwork -Scope Global -ErrorAction Ignore
    }

    It 'by Ctrl+C keeps what it learned, and continues as if nothing had happened' {
        $shell = New-Shell
        try {
            $kept = Stop-Training $shell (New-MoonNetwork) $moons @{ Seed = 3; ThrottleLimit = 1 }
            $kept | Should -BeOfType ([NeuralPS.Network])
            $done = $kept.History.Count
            $done | Should -BeGreaterOrEqual 3
            # The epoch that was cut short is finished as the first of these.
            $further = $kept | Invoke-Training $moons -Epoch 2
            $whole = New-MoonNetwork | Invoke-Training $moons -Epoch ($done + 2) -Seed 3
            Get-WeightText $further | Should -BeExactly (Get-WeightText $whole)
            $further.History.Count | Should -Be ($done + 2)
            # The record of the epoch that was cut covers all of it.
            $further.History.Loss | Should -BeExactly $whole.History.Loss
            $further.History.Accuracy | Should -BeExactly $whole.History.Accuracy
        } finally {
            $shell.Dispose()
        }
    }

    # Most of the time with checkpoints goes by between epochs, where what is written then is refused.
    It 'by Ctrl+C says in the window where the network is: <Name>' -ForEach @(
        @{ Name = 'between batches'; Arguments = @{ Seed = 3 } }
        @{ Name = 'between epochs'; Arguments = @{ Seed = 3; CheckpointPath = 'checkpoints' } }
    ) {
        if ($Arguments.CheckpointPath) { $Arguments.CheckpointPath = Join-Path $TestDrive $Arguments.CheckpointPath }
        Add-Type -Path (Join-Path $PSScriptRoot 'LineHost.cs')
        $window = [LineHost]::new()
        $shell = [powershell]::Create()
        $window.Runspace = $shell.Runspace = [runspacefactory]::CreateRunspace($window)
        try {
            $shell.Runspace.Open()
            $null = $shell.AddScript('param($path) Import-Module $path').AddArgument($modulePath).Invoke()
            $shell.Commands.Clear()
            $kept = Stop-Training $shell (New-MoonNetwork) $moons $Arguments
            $window.Lines | Where-Object { $_ -like 'Interrupted*' } |
                Should -Be "Interrupted in epoch $($kept.History.Count + 1). `$InterruptedNetwork has what was learned; Invoke-Training goes on with it."
        } finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
    }

    It 'by Ctrl+C on several threads, too, and the shell goes on working' {
        $shell = New-Shell
        try {
            $kept = Stop-Training $shell (New-DigitNetwork) $digits @{ Seed = 3; ThrottleLimit = 2 }
            $done = $kept.History.Count
            $further = $kept | Invoke-Training $digits -Epoch 1 -ThrottleLimit 1
            $whole = New-DigitNetwork | Invoke-Training $digits -Epoch ($done + 1) -Seed 3 -ThrottleLimit 1
            Get-WeightText $further | Should -BeExactly (Get-WeightText $whole)
            $shell.Commands.Clear()
            $again = $shell.AddScript('param($network, $data) $network | Invoke-Training $data -Epoch 1 -Seed 3').
                AddArgument((New-MoonNetwork)).AddArgument($moons).Invoke()
            Get-WeightText $again[0] | Should -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 1 -Seed 3))
        } finally {
            $shell.Dispose()
        }
    }

    It 'by Select-Object -First 2 on epoch records keeps those two epochs' {
        $records = New-MoonNetwork | Invoke-Training $moons -Epoch 50 -Seed 3 -AsEpochRecord | Select-Object -First 2
        $records.Epoch | Should -Be 1, 2
        $global:InterruptedNetwork | Should -BeOfType ([NeuralPS.Network])
        $done = $global:InterruptedNetwork.History.Count
        $done | Should -Be 2
        $further = $global:InterruptedNetwork | Invoke-Training $moons -Epoch 3
        Get-WeightText $further | Should -BeExactly (Get-WeightText (New-MoonNetwork | Invoke-Training $moons -Epoch 5 -Seed 3))
    }

    It 'is not what -AsEpochRecord leaves when it runs to its end: -OutNetwork has the network' {
        $records = New-MoonNetwork | Invoke-Training $moons -Epoch 3 -Seed 3 -AsEpochRecord -OutNetwork trained
        $records.Epoch | Should -Be 1, 2, 3
        $trained.History.Loss | Should -BeExactly $records.Loss
        Get-Variable InterruptedNetwork -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
