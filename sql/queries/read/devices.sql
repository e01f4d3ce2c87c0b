-- Title: Devices
-- Parameters: user_ids text[]
-- Grain: one row per person and device, those in use first
SELECT
    device.user_id,
    device.device_id,
    device.name,
    device.removed_local
FROM device
WHERE device.user_id = any(:'user_ids'::text[])
ORDER BY device.removed_local DESC NULLS FIRST, device.device_id;
