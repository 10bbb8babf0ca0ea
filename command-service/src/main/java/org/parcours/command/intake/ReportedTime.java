package org.parcours.command.intake;

import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.PartialDateTime;
import org.parcours.events.TimeOrigin;

/**
 * A time as a message states it.
 *
 * @param origin STATED or STATED_WITHOUT_OFFSET
 * @param anomaly present where the local time does not exist or exists twice (daylight saving time)
 */
public record ReportedTime(PartialDateTime value, TimeOrigin origin, Optional<Anomaly.Code> anomaly) {}
