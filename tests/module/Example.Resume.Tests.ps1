# The example of a training that a scheduler continues each night.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Worked.Common.ps1')
    $script = Join-Path $root examples 05-resume nightly.ps1
    $log = { Import-Csv (Join-Path $folder history.csv) }
}

Describe 'The example nightly.ps1' {
    It 'goes on each night until the training is complete' {
        $folder = Join-Path $TestDrive digits
        # So little time that one epoch takes all of it.
        $first = & $script -Path $folder -Minutes 0.01 -Epoch 2
        if ((& $log).Count -eq 1) { $first | Should -BeLike 'Epoch 1 of 2*' }
        $second = & $script -Path $folder -Epoch 2
        $second[0] | Should -BeLike '*complete after 2 epochs*digits.safetensors'
        $second[1].Accuracy | Should -BeGreaterThan 0.6
        (& $log).Epoch | Should -Be 1, 2
        $third = & $script -Path $folder -Epoch 2
        $third[1].Loss | Should -Be $second[1].Loss
        (& $log).Epoch | Should -Be 1, 2
        (Get-ChildItem (Join-Path $folder checkpoints) -Force).Name | Should -BeLike 'digits-epoch*.safetensors'
    }
}
