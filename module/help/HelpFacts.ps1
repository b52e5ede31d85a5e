# Asks a cmdlet what the help should say of its parameters, input and output.

function Get-TypeName([Type] $Type) {
    $nullable = [Nullable]::GetUnderlyingType($Type)
    $plain = $nullable ?? $Type
    if ($plain.IsArray) { return "$(Get-TypeName $plain.GetElementType())[]" }
    switch ($plain) {
        ([switch]) { 'SwitchParameter' }
        ([int]) { 'Int32' }
        default { $plain.Name -replace '`\d+$' }
    }
}

function Get-Choice([Management.Automation.CommandParameterInfo] $Parameter) {
    $type = $Parameter.ParameterType
    $type = if ($type.IsArray) { $type.GetElementType() } else { $type }
    $type = [Nullable]::GetUnderlyingType($type) ?? $type
    $set = $Parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | Select-Object -First 1
    if ($set) { $set.ValidValues } elseif ($type.IsEnum) { [Enum]::GetNames($type) }
}

function Get-PipelineInput([Management.Automation.CommandParameterInfo] $Parameter) {
    $ways = @(
        if ($Parameter.ValueFromPipeline) { 'ByValue' }
        if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' }
    )
    if ($ways) { "True ($($ways -join ', '))" } else { 'False' }
}

function Get-DefaultText([object] $Instance, [Management.Automation.CommandParameterInfo] $Parameter) {
    # What a fresh cmdlet object holds before parameters are bound is the default, whatever any text says.
    if ($Parameter.Name -in 'WhatIf', 'Confirm' -or $Parameter.ParameterType -eq [switch]) { return 'False' }
    if ($Parameter.IsMandatory) { return 'None' }
    $value = $Instance.($Parameter.Name)
    if ($null -eq $value -or @($value).Count -eq 0 -or "$value" -eq '') { return 'None' }
    # A value that the cmdlet itself would refuse stands for "not given".
    $range = $Parameter.Attributes | Where-Object { $_ -is [ValidateRange] -and $null -ne $_.MinRange } | Select-Object -First 1
    if ($range -and @($value | Where-Object { $_ -lt $range.MinRange -or $_ -gt $range.MaxRange })) { return 'None' }
    $interval = $Parameter.Attributes | Where-Object { $_.GetType().Name -eq 'ValidateIntervalAttribute' } | Select-Object -First 1
    if ($interval -and @($value | Where-Object { -not $interval.Contains($_) })) { return 'None' }
    @($value | ForEach-Object { [Convert]::ToString($_, [cultureinfo]::InvariantCulture) }) -join ', '
}

function Get-ParameterFact([object] $Instance, [Management.Automation.CommandParameterInfo] $Parameter) {
    $message = switch ($Parameter.Name) {
        WhatIf { 'Shows what would happen if the cmdlet ran. The cmdlet is not run.' }
        Confirm { 'Asks for confirmation before the cmdlet runs.' }
        default { $Parameter.HelpMessage }
    }
    [pscustomobject]@{
        Name = $Parameter.Name
        TypeName = Get-TypeName $Parameter.ParameterType
        FullTypeName = $Parameter.ParameterType.FullName
        IsSwitch = $Parameter.ParameterType -eq [switch]
        IsMandatory = $Parameter.IsMandatory
        Position = if ($Parameter.Position -ge 0) { $Parameter.Position } else { 'named' }
        PipelineInput = Get-PipelineInput $Parameter
        Aliases = if ($Parameter.Aliases.Count) { $Parameter.Aliases -join ', ' } else { 'none' }
        SupportsWildcards = [bool]($Parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] })
        Choices = @(Get-Choice $Parameter)
        Default = Get-DefaultText $Instance $Parameter
        HelpMessage = $message
    }
}

function Get-HelpFact([Management.Automation.CmdletInfo] $Command) {
    $common = [Management.Automation.PSCmdlet]::CommonParameters
    $instance = [Activator]::CreateInstance($Command.ImplementingType)
    # Positional parameters first and in order, then mandatory ones, then the rest as declared: so they read in the syntax.
    $order = @(
        { $_.Position -lt 0 }
        { $_.Position }
        { -not $_.IsMandatory }
        { $_.Name -in 'WhatIf', 'Confirm' }
    )
    $sets = @($Command.ParameterSets | Sort-Object { -not $_.IsDefault } -Stable | ForEach-Object {
            $own = $_.Parameters | Where-Object Name -notin $common | Sort-Object $order -Stable
            [pscustomobject]@{ Name = $_.Name; Parameters = @($own | ForEach-Object { Get-ParameterFact $instance $_ }) }
        })
    $all = [ordered]@{}
    $inputs = [ordered]@{}
    foreach ($fact in $sets.Parameters) {
        if (-not $all.Contains($fact.Name)) { $all[$fact.Name] = $fact.PSObject.Copy() }
        # The list of parameters says what holds in any set: mandatory only if it is so in every set that has it.
        $all[$fact.Name].IsMandatory = $all[$fact.Name].IsMandatory -and $fact.IsMandatory
        if ($fact.PipelineInput -match 'ByValue') { $inputs[$fact.FullTypeName] = $true }
    }
    [pscustomobject]@{
        Sets = $sets
        Parameters = @($all.Values | Sort-Object { $_.Name -in 'WhatIf', 'Confirm' } -Stable)
        Inputs = @($inputs.Keys)
        Outputs = @($Command.OutputType.Name | Where-Object { $_ } | Select-Object -Unique)
    }
}
