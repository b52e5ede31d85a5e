# What -CheckpointPath keeps, and what -Resume makes of it.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Worked.Common.ps1')

    $data = New-SyntheticDataset Moons -Count 200 -Seed 1
    $network = New-Network -InputShape 2 -Name moons |
        Add-DenseLayer 16 -Activation ReLU | Add-DropoutLayer 0.2 | Add-DenseLayer 2 -Activation Softmax

    function Get-CheckpointName([string] $Path) { (Get-ChildItem -LiteralPath $Path -Force | Sort-Object Name).Name }

    # Weights and history to the last digit, without the times.
    function Get-ResultText([NeuralPS.Network] $Network) {
        Get-WeightText $Network
        $Network.History | Select-Object * -ExcludeProperty SamplesPerSecond, Duration | ConvertTo-Json -Depth 3 -Compress
    }
}

Describe 'Invoke-Training -CheckpointPath' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'makes the folder, and keeps the last and the best' {
        $trained = $network | Invoke-Training $data -Epoch 9 -Seed 1 -ValidationFraction 0.3 -LearningRate 0.1 -CheckpointPath $folder -CheckpointCount 2
        $best = ($trained.History | Sort-Object ValidationLoss -Stable | Select-Object -First 1).Epoch
        $expected = 8, 9, $best | Sort-Object -Unique | ForEach-Object { 'moons-epoch{0:D5}.safetensors' -f $_ }
        Get-CheckpointName $folder | Should -Be $expected
        Get-ResultText (Import-Network (Join-Path $folder moons-epoch00009.safetensors)) | Should -BeExactly (Get-ResultText $trained)
    }

    It 'keeps the best by -Monitor, which needs no -Patience then' {
        $trained = $network | Invoke-Training $data -Epoch 9 -Seed 1 -LearningRate 0.2 -CheckpointPath $folder -CheckpointCount 1 -Monitor Accuracy
        $best = ($trained.History | Sort-Object Accuracy -Descending -Stable | Select-Object -First 1).Epoch
        Get-CheckpointName $folder | Should -Be (9, $best | Sort-Object -Unique | ForEach-Object { 'moons-epoch{0:D5}.safetensors' -f $_ })
    }

    It 'writes one each so many epochs, and the last one in any case' {
        $null = $network | Invoke-Training $data -Epoch 7 -Seed 1 -CheckpointPath $folder -CheckpointEvery 3 -CheckpointCount 9
        Get-CheckpointName $folder | Should -Be moons-epoch00003.safetensors, moons-epoch00006.safetensors, moons-epoch00007.safetensors
    }

    It 'writes within epochs as time goes by' {
        $null = $network | Invoke-Training $data -Epoch 1 -Seed 1 -CheckpointPath $folder -CheckpointEvery ([timespan]1) -CheckpointCount 9
        Get-CheckpointName $folder | Should -Be (
            @(1..6 | ForEach-Object { "moons-epoch00001-batch0000$_.safetensors" }) + 'moons-epoch00001.safetensors')
    }

    It 'leaves other files alone' {
        $null = New-Item -ItemType Directory $folder
        $others = 'moons.safetensors', 'moons-epoch1.safetensors', 'other-epoch00001.safetensors', '.other-epoch00001.safetensors.tmp', 'notes.tmp'
        $others | ForEach-Object { Set-Content (Join-Path $folder $_) 'mine' }
        $null = $network | Invoke-Training $data -Epoch 3 -Seed 1 -CheckpointPath $folder -CheckpointCount 1
        $others | ForEach-Object { Get-Content (Join-Path $folder $_) | Should -Be 'mine' }
    }

    It 'takes a path of the session, and a network whose name no file can have' {
        Push-Location $TestDrive
        try {
            $null = $network | Invoke-Training $data -Epoch 1 -Seed 1 -CheckpointPath ./relative
            Test-Path relative/moons-epoch00001.safetensors | Should -BeTrue
            $null = New-Network -InputShape 2 -Name '../a b:[c]*' | Add-DenseLayer 2 -Activation Softmax |
                Invoke-Training $data -Epoch 1 -Seed 1 -CheckpointPath ./relative
            Test-Path -LiteralPath 'relative/_a b__c__-epoch00001.safetensors' | Should -BeTrue
        } finally {
            Pop-Location
        }
    }

    It 'refuses a folder with checkpoints, unless it resumes' {
        $null = $network | Invoke-Training $data -Epoch 1 -Seed 1 -CheckpointPath $folder
        Assert-Error { $network | Invoke-Training $data -Epoch 1 -Seed 1 -CheckpointPath $folder } CheckpointsExist ResourceExists '-Resume', 'moons-epoch00001'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a file as folder'; Id = 'PathIsFile'; Arguments = @{ CheckpointPath = $PSCommandPath } }
        @{ Name = 'a folder in a file'; Id = 'FileNotWritten'; Category = 'WriteError'; Arguments = @{ CheckpointPath = "$PSCommandPath/ck" } }
        @{ Name = 'another provider'; Id = 'NotAFile'; Category = 'InvalidData'; Arguments = @{ CheckpointPath = 'env:x' } }
        @{ Name = '-Resume alone'; Id = 'CheckpointPathMissing'; Arguments = @{ Resume = $true } }
        @{ Name = '-CheckpointEvery alone'; Id = 'CheckpointPathMissing'; Arguments = @{ CheckpointEvery = 2 } }
        @{ Name = '-CheckpointCount alone'; Id = 'CheckpointPathMissing'; Arguments = @{ CheckpointCount = 2 } }
    ) {
        Assert-Error { $network | Invoke-Training $data -Epoch 1 @Arguments } $Id ($Category ?? 'InvalidArgument')
    }

    It 'takes an interval as epochs or as a time: <_>' -ForEach 1, '5', ([long]3), '00:10:00', ([timespan]::FromMinutes(2)) {
        ($network | Invoke-Training $data -Epoch 1 -CheckpointPath $folder -CheckpointEvery $_).StopReason | Should -Be Completed
    }

    It 'refuses the interval <_>' -ForEach 0, -1, 1.5, '5 epochs', '', '00:00:00', ([timespan]::Zero), '-00:10:00' {
        Assert-Error { $network | Invoke-Training $data -CheckpointPath $folder -CheckpointEvery $_ } ParameterArgumentTransformationError InvalidData
        Test-Path $folder | Should -BeFalse
    }
}

Describe 'Invoke-Training -Resume' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'begins, continues after an interruption, and returns what is complete at once' {
        $line = { $network | Invoke-Training $data -Epoch 6 -Seed 1 -Schedule Cosine -Patience 4 -CheckpointPath $folder -Resume @args }
        $whole = $network | Invoke-Training $data -Epoch 6 -Seed 1 -Schedule Cosine -Patience 4
        $seen = & $line -AsEpochRecord | Select-Object -First 2
        $seen.Epoch | Should -Be 1, 2
        $resumed = & $line
        Get-ResultText $resumed | Should -BeExactly (Get-ResultText $whole)
        $again = & $line -Verbose 4>&1
        $again | Where-Object { $_ -is [NeuralPS.Network] } | ForEach-Object { Get-ResultText $_ } | Should -BeExactly (Get-ResultText $whole)
        ($again | Out-String) | Should -BeLike '*complete after epoch 6*'
        Get-CheckpointName $folder | Should -Be (4, 5, 6 | ForEach-Object { "moons-epoch0000$_.safetensors" })
    }

    It 'goes on with more epochs, another time limit, and any number of threads' {
        $whole = $network | Invoke-Training $data -Epoch 6 -Seed 1
        $null = $network | Invoke-Training $data -Epoch 4 -Seed 1 -CheckpointPath $folder -MaxDuration 00:00:00.0000001
        $null = $network | Invoke-Training $data -Epoch 4 -Seed 1 -CheckpointPath $folder -Resume -ThrottleLimit 1
        $resumed = $network | Invoke-Training $data -Epoch 6 -Seed 1 -CheckpointPath $folder -Resume
        Get-ResultText $resumed | Should -BeExactly (Get-ResultText $whole)
    }

    It 'leaves out a checkpoint that is <Name>, with a warning' -ForEach @(
        @{ Name = 'cut off'; Break = { param($bytes) $bytes[0..($bytes.Length - 9)] } }
        @{ Name = 'empty'; Break = { , [byte[]]@() } }
        @{ Name = 'changed by one bit'; Break = { param($bytes) $bytes[-1] = $bytes[-1] -bxor 1; $bytes } }
    ) {
        $whole = $network | Invoke-Training $data -Epoch 5 -Seed 1
        $null = $network | Invoke-Training $data -Epoch 3 -Seed 1 -CheckpointPath $folder
        $file = Join-Path $folder moons-epoch00003.safetensors
        [IO.File]::WriteAllBytes($file, [byte[]](& $Break ([IO.File]::ReadAllBytes($file))))
        $resumed = $network | Invoke-Training $data -Epoch 5 -Seed 1 -CheckpointPath $folder -Resume -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike '*moons-epoch00003.safetensors*'
        Get-ResultText $resumed | Should -BeExactly (Get-ResultText $whole)
    }

    It 'refuses a checkpoint of another training and names <Words>' -ForEach @(
        @{ Words = 'LearningRate 0.01'; Change = @{ LearningRate = 0.01 } }
        @{ Words = 'L2 was 0 and is 0.5'; Change = @{ L2 = 0.5 } }
        @{ Words = 'Seed was 1 and is 2'; Change = @{ Seed = 2 } }
        @{ Words = 'BatchSize was 32 and is 50'; Change = @{ BatchSize = 50 } }
        @{ Words = 'Schedule was Constant'; Change = @{ Schedule = 'Cosine' } }
        @{ Words = 'Patience was 0 and is 3'; Change = @{ Patience = 3 } }
        @{ Words = 'ValidationFraction was 0 and is 0.5'; Change = @{ ValidationFraction = 0.5 } }
        @{ Words = 'Dataset was 200 samples of 2'; Change = @{ Dataset = $true } }
        @{ Words = 'layer 1 was'; Change = @{ Network = $true } }
        @{ Words = 'Weights was'; Change = @{ Weights = $true } }
    ) {
        $null = $network | Invoke-Training $data -Epoch 2 -Seed 1 -CheckpointPath $folder
        $line = @{ Dataset = $data; Network = $network; Epoch = 3; Seed = 1; CheckpointPath = $folder; Resume = $true }
        foreach ($key in $Change.Keys) { $line[$key] = $Change[$key] }
        if ($Change.Dataset) { $line.Dataset = New-SyntheticDataset Moons -Count 200 -Seed 2 }
        if ($Change.Network) { $line.Network = New-Network -InputShape 2 -Name moons | Add-DenseLayer 2 -Activation Softmax }
        if ($Change.Weights) { $line.Network = $network | Initialize-Network -Seed 5; $line.Remove('Weights') }
        Assert-Error { Invoke-Training @line } CheckpointDiffers InvalidArgument $Words, 'moons-epoch00002'
    }

    It 'refuses fewer epochs than there are' {
        $null = $network | Invoke-Training $data -Epoch 3 -Seed 1 -CheckpointPath $folder
        Assert-Error { $network | Invoke-Training $data -Epoch 2 -Seed 1 -CheckpointPath $folder -Resume } CheckpointBeyond InvalidArgument '2 epochs'
    }

    It 'refuses a network file that only has the name of a checkpoint' {
        $null = New-Item -ItemType Directory $folder
        $network | Initialize-Network -Seed 1 | Export-Network (Join-Path $folder moons-epoch00001.safetensors)
        Assert-Error { $network | Invoke-Training $data -CheckpointPath $folder -Resume } NotACheckpoint InvalidArgument 'moons-epoch00001'
    }

    It 'refuses a folder that another training uses at the time' {
        Assert-Error {
            $network | Invoke-Training $data -Epoch 2 -Seed 1 -CheckpointPath $folder -Resume -OnEpoch {
                $network | Invoke-Training $data -Epoch 1 -Seed 1 -CheckpointPath $folder -Resume
            }
        } CheckpointsInUse ResourceBusy 'moons'
    }

    It 'says with -WhatIf what would happen, and does nothing' {
        $line = @{ Dataset = $data; Seed = 1; CheckpointPath = $folder; Resume = $true }
        function Get-Plan([int] $Epoch) { $network | Invoke-Training @line -Epoch $Epoch -WhatIf -Debug 5>&1 | Out-String -Width 1000 }
        Get-Plan 2 | Should -BeLike '*Checkpoints: every epoch, the last 3 and the best are kept*none to resume from*'
        Test-Path $folder | Should -BeFalse
        $null = $network | Invoke-Training @line -Epoch 2
        Get-Plan 2 | Should -BeLike '*complete*moons-epoch00002.safetensors*'
        Get-Plan 3 | Should -BeLike '*continues from*moons-epoch00002.safetensors*'
        Get-CheckpointName $folder | Should -HaveCount 2
    }
}

Describe 'Invoke-Training -OnEpoch' {
    It 'runs after each epoch in the scope of the caller, with the record as $_ and as argument' {
        $losses = [Collections.Generic.List[double]]::new()
        $count = 0
        $_ = 'mine'
        $trained = $network | Invoke-Training $data -Epoch 3 -Seed 1 -OnEpoch {
            param($Record)
            $Record | Should -Be $_
            $losses.Add($_.Loss)
            $count++
        }
        $_ | Should -Be 'mine'
        $count | Should -Be 3
        $losses | Should -Be $trained.History.Loss
        $trained.StopReason | Should -Be Completed
    }

    It 'ends the training at break, and leaves the pipeline to the network' {
        $trained = $network | Invoke-Training $data -Epoch 9 -Seed 1 -InformationVariable shown -OnEpoch {
            "epoch $($_.Epoch)"
            if ($_.Epoch -eq 2) { 'enough'; break }
        } 6>$null
        $trained | Should -BeOfType ([NeuralPS.Network])
        $trained.StopReason | Should -Be OnEpoch
        $trained.History | Should -HaveCount 2
        $shown | ForEach-Object { "$_" } | Should -Be 'epoch 1', 'epoch 2', 'enough'
        $whole = $network | Invoke-Training $data -Epoch 5 -Seed 1
        Get-ResultText ($trained | Invoke-Training $data -Epoch 3) | Should -BeExactly (Get-ResultText $whole)
    }

    It 'goes on at return and continue' {
        ($network | Invoke-Training $data -Epoch 3 -OnEpoch { return }).StopReason | Should -Be Completed
        ($network | Invoke-Training $data -Epoch 3 -OnEpoch { continue }).History | Should -HaveCount 3
    }

    It 'keeps the network when the script block fails' {
        Remove-Variable InterruptedNetwork -Scope Global -ErrorAction Ignore
        $record = Get-ErrorOf { $network | Invoke-Training $data -Epoch 5 -Seed 1 -OutNetwork kept -OnEpoch { if ($_.Epoch -eq 2) { throw 'no more' } } }
        $record.Exception.Message | Should -Be 'no more'
        $global:InterruptedNetwork.History | Should -HaveCount 2
        $global:InterruptedNetwork.StopReason | Should -Be Interrupted
    }

    It 'passes on errors that do not end the script block' {
        $output = $network | Invoke-Training $data -Epoch 2 -ErrorAction Continue -OnEpoch { Write-Error "soft $($_.Epoch)" -ErrorAction Continue } 2>&1
        $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { "$_" } | Should -Be 'soft 1', 'soft 2'
        $output | Where-Object { $_ -is [NeuralPS.Network] } | Should -HaveCount 1
    }

    It 'runs in runspaces side by side' {
        $reasons = 1..2 | ForEach-Object -Parallel {
            $count = 0
            ($using:network | Invoke-Training $using:data -Epoch 5 -ThrottleLimit 1 -OnEpoch { if (++$count -eq 3) { break } }).History.Count
        }
        $reasons | Should -Be 3, 3
    }

    It 'ends a training for good that is resumed' {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        1..2 | ForEach-Object {
            $trained = $network | Invoke-Training $data -Epoch 9 -Seed 1 -CheckpointPath $folder -Resume -OnEpoch { if ($_.Epoch -eq 2) { break } }
            $trained.StopReason | Should -Be OnEpoch
            $trained.History | Should -HaveCount 2
        }
    }
}

Describe 'The progress of trainings side by side' {
    It 'has numbers of its own for each, and ends what it began' {
        $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
        try {
            $null = $shell.AddScript({
                    param($module, $network, $data)
                    Import-Module $module
                    $network | Invoke-Training $data -Epoch 1 -OnEpoch { $null = $network | Invoke-Training $data -Epoch 1 }
                }).AddArgument($modulePath).AddArgument($network).AddArgument($data).Invoke()
            $records = $shell.Streams.Progress | Where-Object Activity -Match 'moons|Batch'
            ($records | Where-Object ParentActivityId -lt 0).ActivityId | Sort-Object -Unique | Should -HaveCount 2
            foreach ($bar in $records | Group-Object ActivityId) {
                $bar.Group[-1].RecordType | Should -Be Completed
                $bar.Group.ParentActivityId | Sort-Object -Unique | Should -HaveCount 1
            }
        } finally {
            $shell.Dispose()
        }
    }
}

Describe 'A script that is killed' {
    It 'ends with the same bits when it is started again each time' {
        $folder = Join-Path $TestDrive killed
        $script = Join-Path $TestDrive train.ps1
        Set-Content $script {
            param([string] $Module, [string] $Folder)
            $ProgressPreference = 'SilentlyContinue'
            Import-Module $Module
            $data = New-SyntheticDataset Moons -Count 200 -Seed 1
            $checkpoints = $Folder ? @{ CheckpointPath = $Folder; CheckpointEvery = '00:00:00.0000001'; Resume = $true } : @{}
            $trained = New-Network -InputShape 2 -Name moons |
                Add-DenseLayer 16 -Activation ReLU | Add-DropoutLayer 0.2 | Add-DenseLayer 2 -Activation Softmax |
                Invoke-Training $data -Epoch 40 -Seed 1 -Schedule OneCycle -ValidationFraction 0.2 -Patience 40 -OnEpoch { 'epoch' } @checkpoints
            Get-NetworkWeight $trained | ForEach-Object { '{0} {1} {2}' -f $_.Layer, $_.Role, (ConvertTo-Json $_.Value -Compress -Depth 6) }
            $trained.History | Select-Object * -ExcludeProperty SamplesPerSecond, Duration | ConvertTo-Json -Depth 3 -Compress
            $trained.StopReason
        }
        function Start-Training([string] $Path) {
            $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
            $start.RedirectStandardOutput = $true
            if ((Split-Path -LeafBase $start.FileName) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
            '-NoProfile', '-NonInteractive', '-File', $script, $modulePath, $Path | ForEach-Object { $start.ArgumentList.Add($_) }
            [Diagnostics.Process]::Start($start)
        }
        $random = [random]::new(5)
        foreach ($kill in 1..4) {
            $process = Start-Training $folder
            foreach ($epoch in 1..$random.Next(2, 8)) { $process.StandardOutput.ReadLine() | Should -Be 'epoch' }
            [Threading.Thread]::Sleep($random.Next(0, 20))
            $process.Kill()
            $process.WaitForExit()
        }
        $results = foreach ($path in $folder, '') {
            $process = Start-Training $path
            $process.StandardOutput.ReadToEnd() -replace '(?m)^epoch\r?\n'
            $process.WaitForExit()
            $process.ExitCode | Should -Be 0
        }
        $results[0] | Should -BeLike '*Completed*'
        $results[0] | Should -BeExactly $results[1]
        Get-CheckpointName $folder | ForEach-Object { $_ | Should -BeLike 'moons-epoch*.safetensors' }
    }
}
