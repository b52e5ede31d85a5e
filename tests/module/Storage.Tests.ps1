#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Data that stay in their file.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $folder = Join-Path $TestDrive storage
    $null = New-Item -ItemType Directory $folder
    $path = Join-Path $folder train-images-idx3-ubyte
    $pixels = [byte[]]::new(200 * 16)
    [Random]::new(3).NextBytes($pixels)
    [IO.File]::WriteAllBytes($path, [byte[]](0, 0, 8, 3, 0, 0, 0, 200, 0, 0, 0, 4, 0, 0, 0, 4) + $pixels)
    $labels = [byte[]](0..199 | ForEach-Object { $_ % 3 })
    [IO.File]::WriteAllBytes((Join-Path $folder train-labels-idx1-ubyte), [byte[]](0, 0, 8, 1, 0, 0, 0, 200) + $labels)
    $memory = Import-Dataset $path
    $disk = Import-Dataset $path -Storage Disk
    $network = New-Network -InputShape 4, 4, 1 | Add-FlattenLayer | Add-DenseLayer 8 -Activation ReLU |
        Add-DenseLayer 3 -Activation Softmax
}

Describe 'Import-Dataset -Storage' {
    It 'Says where the rows are' {
        $memory.Storage | Should -Be 'Memory'
        $disk.Storage | Should -Be 'Disk'
        (Import-Dataset $path -Storage Memory).Storage | Should -Be 'Memory'
        ($disk | Out-String) | Should -Match '4x4x1 on disk'
        "$disk" | Should -Match 'on disk$'
        "$memory" | Should -Not -Match 'on disk'
    }

    It 'Changes no value and no bit of a training' {
        foreach ($i in 0, 57, 199) {
            $disk.GetInput($i) | Should -Be $memory.GetInput($i)
            $disk.GetLabel($i) | Should -Be $memory.GetLabel($i)
        }

        $one = $network | Invoke-Training ($memory | Convert-Dataset -Standardize) -Epoch 2 -Seed 1
        $other = $network | Invoke-Training ($disk | Convert-Dataset -Standardize) -Epoch 2 -Seed 1
        Get-WeightText $other | Should -BeExactly (Get-WeightText $one)
    }

    It 'Works with everything that takes data sets' {
        $train, $test = $disk | Split-Dataset -Fraction 0.8 -Seed 1
        $train.Storage | Should -Be 'Disk'
        ($train, $test | Join-Dataset).Count | Should -Be 200
        $trained = $network | Invoke-Training $train -ValidationDataset $test -Epoch 1 -Seed 1
        $rows = $test | Get-Prediction $trained
        $rows.Count | Should -Be $test.Count
        ($trained | Measure-Network $test).Loss | Should -BeGreaterThan 0
    }

    It 'Resumes a training from disk that was begun in memory' {
        $checkpoints = Join-Path $TestDrive checkpoints
        $null = $network | Invoke-Training $memory -Epoch 1 -Seed 1 -CheckpointPath $checkpoints
        $resumed = $network | Invoke-Training $disk -Epoch 2 -Seed 1 -CheckpointPath $checkpoints -Resume
        Get-WeightText $resumed | Should -BeExactly (Get-WeightText ($network | Invoke-Training $memory -Epoch 2 -Seed 1))
    }

    It 'Tells of a file that has become shorter while it is used' {
        $copy = Join-Path $folder copy
        Copy-Item $path $copy
        $data = Import-Dataset $copy -Storage Disk -TargetKind None
        $stream = [IO.File]::Open($copy, 'Open', 'ReadWrite', 'ReadWrite')
        $stream.SetLength(1000)
        $stream.Dispose()
        $trained = $network | Initialize-Network -Seed 1
        Assert-Error { $data | Get-Prediction $trained } 'FileTruncated' 'InvalidData' $copy, 'row 62'
    }

    It 'Refuses tables, and words that are none' {
        $table = Join-Path $folder table.csv
        'X,Y', '1,a', '2,b' | Set-Content $table
        Assert-Error { Import-Dataset $table -Storage Disk } 'OptionsConflict' 'InvalidData' 'IDX and CIFAR'
        Assert-Error { Import-Dataset $path -Storage Tape } 'CannotConvertArgumentNoMessage' 'InvalidArgument'
    }
}
