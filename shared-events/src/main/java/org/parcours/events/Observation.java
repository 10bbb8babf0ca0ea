package org.parcours.events;

import java.util.Optional;

/**
 * One measured or observed value (OBX).
 *
 * @param value as told, as text
 * @param unit OBX-6
 * @param range OBX-7, the reference range as text
 * @param flag OBX-8: H, L, HH, LL, A, …
 */
public record Observation(
        Coding code, String value, Optional<String> unit, Optional<String> range, Optional<String> flag) {}
