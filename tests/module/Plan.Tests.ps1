# Who reads the plan of a training and a line for each epoch: with switches and with preferences. Nobody else has them made.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $data = New-SyntheticDataset Blobs -Count 60 -Seed 1
    $network = New-Network -InputShape 2 -Name blobs | Add-DenseLayer 3 -Activation Softmax

    function Read-Record([Type] $Type, [hashtable] $Switch = @{}) {
        $network | Invoke-Training $data -Epoch 2 -Seed 1 -ProgressAction SilentlyContinue @Switch 4>&1 5>&1 |
            Where-Object { $_ -is $Type } | ForEach-Object ToString
    }
}

Describe 'The plan and the epochs of a training' {
    BeforeAll {
        $verbose, $debug = [Management.Automation.VerboseRecord], [Management.Automation.DebugRecord]
    }

    It 'are silent when nobody asks' {
        Read-Record $verbose | Should -BeNullOrEmpty
        Read-Record $debug | Should -BeNullOrEmpty
    }

    It 'come with -Verbose, and with its preference unless the switch denies it' {
        $said = Read-Record $verbose @{ Verbose = $true }
        $said[0] | Should -BeLike "Train network 'blobs'*Memory:*"
        $said[1] | Should -BeLike 'Epoch 1: loss *, Accuracy * (* samples/s)'
        $said[2] | Should -BeLike 'Epoch 2: loss *'
        $said | Should -HaveCount 3
        $VerbosePreference = 'Continue'
        (Read-Record $verbose)[-1] | Should -BeLike 'Epoch 2: loss *'
        Read-Record $verbose @{ Verbose = $false } | Should -BeNullOrEmpty
    }

    It 'come with -Debug, and with its preference' {
        Read-Record $debug @{ Debug = $true } | Should -BeLike "Train network 'blobs'*Memory:*"
        $DebugPreference = 'Continue'
        Read-Record $debug | Should -BeLike "Train network 'blobs'*Memory:*"
    }

    It 'take the place of the training where the preference says so' {
        $WhatIfPreference = $true
        $network | Invoke-Training $data -Epoch 1 | Should -BeNullOrEmpty
        ($network | Invoke-Training $data -Epoch 1 -ProgressAction SilentlyContinue -WhatIf:$false).IsTrained | Should -BeTrue
    }

    It 'are not asked about where the switch denies what the preference says' {
        $ConfirmPreference = 'Low'
        ($network | Invoke-Training $data -Epoch 1 -ProgressAction SilentlyContinue -Confirm:$false).IsTrained | Should -BeTrue
    }
}
