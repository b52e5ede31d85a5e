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

    It 'Changes no bit of a training on a table' {
        $table = Join-Path $folder table.csv
        'Size,Colour,Kind' | Set-Content $table
        1..500 | ForEach-Object { "$($_ % 17),$(('red', 'green', '')[$_ % 3]),$(('a', 'b')[$_ % 2])" } | Add-Content $table
        $one, $other = 'Memory', 'Disk' | ForEach-Object {
            $rows = Import-Dataset $table -Storage $_ -MissingValue MostFrequent
            $rows.Storage | Should -Be $_
            $train, $test = $rows | Convert-Dataset -Standardize | Split-Dataset -Fraction 0.8 -Seed 1
            $train.Storage | Should -Be $_
            $trained = New-Network -InputShape 3 | Add-DenseLayer 4 -Activation Tanh | Add-DenseLayer 2 -Activation Softmax |
                Invoke-Training $train -ValidationDataset $test -Epoch 2 -Seed 1
            (Get-WeightText $trained) -join ';'
            @($test | Get-Prediction $trained).Count | Should -Be $test.Count
        }

        $other | Should -BeExactly $one
    }

    It 'Leaves no temporary file behind when it is killed' -Skip:$IsWindows {
        $temporary = Join-Path $TestDrive temporary
        $null = New-Item -ItemType Directory $temporary
        $table = Join-Path $folder numbers.csv
        'X,Y', (1..2000 | ForEach-Object { "$_,$(('a', 'b')[$_ % 2])" }) | Set-Content $table
        $script = Join-Path $TestDrive read.ps1
        @"
`$env:TMPDIR = '$temporary'
Import-Module NeuralPS
`$data = Import-Dataset '$table' -Storage Disk
function Get-Open { @(Get-ChildItem /proc/self/fd -ErrorAction Ignore | Where-Object LinkTarget -like '*NeuralPS-*.rows*').Count }
`$open = Get-Open
`$value = `$data.GetInput(1999)
`$data = `$null
1..3 | ForEach-Object { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
"`$value `$open `$(Get-Open)"
`$data = Import-Dataset '$table' -Storage Disk
Stop-Process -Id `$PID -Force
"@ | Set-Content $script
        $lines = @(pwsh -NoProfile -File $script)
        $lines[0] | Should -Be $(if ($IsLinux) { '2000 1 0' } else { '2000 0 0' })
        @(Get-ChildItem $temporary -Filter *.rows -Force) | Should -BeNullOrEmpty
    }

    It 'Tells when the temporary folder cannot take the rows' -Skip:$IsWindows {
        $table = Join-Path $folder small.csv
        'X,Y', '1,a', '2,b' | Set-Content $table
        $missing = Join-Path $TestDrive absent
        $command = "`$env:TMPDIR = '$missing'; try { Import-Dataset '$table' -Storage Disk } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $lines = @(pwsh -NoProfile -Command $command)
        $lines[0] | Should -BeLike 'TemporaryFileNotWritten,*'
        $lines[1] | Should -BeLike "*'$table'*'$missing*"
    }

    It 'Refuses images, and words that are none' {
        $image = Join-Path $folder image.png
        [IO.File]::WriteAllBytes($image, [byte[]](0x89, 0x50, 0x4E, 0x47))
        Assert-Error { Import-Dataset $image -Storage Disk } 'OptionsConflict' 'InvalidData' 'IDX, CIFAR and CSV'
        Assert-Error { Import-Dataset $path -Storage Tape } 'CannotConvertArgumentNoMessage' 'InvalidArgument'
    }
}
