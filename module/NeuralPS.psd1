@{
  RootModule           = 'NeuralPS.dll'
  # The build replaces this by the version in Directory.Build.props.
  ModuleVersion        = '0.0.0'
  GUID                 = '6f1f3c52-8a0e-4f0b-9d25-3b7c61f0a9e4'
  Author               = 'NeuralPS contributors'
  CompanyName          = 'NeuralPS contributors'
  Copyright            = '(c) NeuralPS contributors. MIT License.'
  Description          = 'Neural networks for PowerShell: describe a network in one pipeline, train it on objects, CSV files or images, and use it on whatever comes down the pipeline. A vectorised, purely managed engine; no native dependencies.'
  PowerShellVersion    = '7.6'
  CompatiblePSEditions = @('Core')
  FormatsToProcess     = @('NeuralPS.Format.ps1xml')
  TypesToProcess       = @('NeuralPS.Types.ps1xml')
  FunctionsToExport    = @()
  VariablesToExport    = @()
  AliasesToExport      = @()
  CmdletsToExport      = @(
    'Add-ActivationLayer'
    'Add-BatchNormLayer'
    'Add-ConvLayer'
    'Add-ConvTransposeLayer'
    'Add-CroppingLayer'
    'Add-DenseLayer'
    'Add-DropoutLayer'
    'Add-FlattenLayer'
    'Add-InputLayer'
    'Add-LayerNormLayer'
    'Add-LocalResponseNormLayer'
    'Add-MergeLayer'
    'Add-NetworkLayer'
    'Add-NoiseLayer'
    'Add-PaddingLayer'
    'Add-PoolingLayer'
    'Add-ReshapeLayer'
    'Add-UpsamplingLayer'
    'Complete-Trial'
    'Convert-Dataset'
    'ConvertTo-Dataset'
    'Export-Network'
    'Find-LearningRate'
    'Get-ConfusionMatrix'
    'Get-Derivative'
    'Get-NetworkLayer'
    'Get-NetworkPreset'
    'Get-NetworkWeight'
    'Get-ParameterImportance'
    'Get-Prediction'
    'Get-Sweep'
    'Get-TrainingHistory'
    'Get-Trial'
    'Import-Dataset'
    'Import-Network'
    'Initialize-Network'
    'Invoke-Sweep'
    'Invoke-Training'
    'Join-Dataset'
    'Measure-Network'
    'New-Augmentation'
    'New-LearningRateSchedule'
    'New-Network'
    'New-Optimizer'
    'New-Parameter'
    'New-Pruner'
    'New-Sampler'
    'New-Sweep'
    'New-SyntheticDataset'
    'New-Trial'
    'Remove-Sweep'
    'Set-NetworkWeight'
    'Show-Network'
    'Show-Sweep'
    'Split-Dataset'
    'Test-Gradient'
  )
  # Exactly what a package holds. The build stages these files and no others.
  FileList             = @(
    'en-US/about_NeuralPS.help.txt'
    'en-US/NeuralPS.dll-Help.xml'
    'lib/NeuralPS.Engine.dll'
    'lib/NeuralPS.Sweeps.dll'
    'lib/System.Numerics.Tensors.dll'
    'LICENSE'
    'NeuralPS.dll'
    'NeuralPS.Format.ps1xml'
    'NeuralPS.psd1'
    'NeuralPS.Types.ps1xml'
    'README.md'
  )
  PrivateData          = @{
    PSData = @{
      Tags         = @('NeuralNetwork', 'MachineLearning', 'DeepLearning', 'Training', 'AI', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
      LicenseUri   = 'https://opensource.org/licenses/MIT'
      ProjectUri   = 'https://www.powershellgallery.com/packages/NeuralPS'
      ReleaseNotes = 'First release: fully connected and convolutional networks, training, data sets, model files.'
    }
  }
}
