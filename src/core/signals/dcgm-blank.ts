/**
 * DCGM's blank values (dcgm_fields.h): BLANK, NOT_FOUND, NOT_SUPPORTED and NOT_PERMISSIONED of its 32-bit integers, of its doubles,
 * and of its 64-bit integers, which all four read as 2^63 here. Other exporters mean other things by 2^63: ask for DCGM only.
 */
export function isDcgmBlank(value: number): boolean {
  return (
    value >= 9.2e18 ||
    (value >= 2_147_483_632 && value <= 2_147_483_635) ||
    (value >= 140_737_488_355_328 && value <= 140_737_488_355_331)
  );
}
