package org.parcours.command.intake.hl7.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * SCH-25 and the status of a resource (AIL-12, …), HL7 table 0278, with the spellings in use. A status that ends the
 * appointment, or says that the patient is there, counts more than a trigger that only books or changes it.
 */
public enum AppointmentStatus {
    ARRIVED(AppointmentEffect.ARRIVED, "ARRIVED", "CHECKEDIN", "CHECKIN", "PRESENT"),
    BLOCKED(AppointmentEffect.BOOKED, "BLOCKED"),
    BOOKED(AppointmentEffect.BOOKED, "BOOKED", "CONFIRMED", "SCHEDULED"),
    CANCELLED(AppointmentEffect.CANCELLED, "CANCELLED", "CANCELED", "CANCEL"),
    COMPLETE(AppointmentEffect.ARRIVED, "COMPLETE", "COMPLETED"),
    DELETED(AppointmentEffect.CANCELLED, "DELETED", "DELETE"),
    DISCONTINUED(AppointmentEffect.CANCELLED, "DC", "DISCONTINUED"),
    NO_SHOW(AppointmentEffect.MISSED, "NOSHOW"),
    OVERBOOK(AppointmentEffect.BOOKED, "OVERBOOK", "OVERBOOKED"),
    PENDING(AppointmentEffect.BOOKED, "PENDING"),
    STARTED(AppointmentEffect.ARRIVED, "STARTED"),
    WAITLIST(AppointmentEffect.BOOKED, "WAITLIST");

    private final AppointmentEffect effect;
    private final Set<String> spellings;

    AppointmentStatus(AppointmentEffect effect, String... spellings) {
        this.effect = effect;
        this.spellings = Set.of(spellings);
    }

    public AppointmentEffect effect() {
        return effect;
    }

    static Optional<AppointmentStatus> of(String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return Arrays.stream(values())
                .filter(status -> status.spellings.contains(plain))
                .findFirst();
    }

    /** What the message reports: the trigger, unless the status says more. */
    AppointmentEffect combinedWith(AppointmentEffect trigger) {
        return switch (trigger) {
            case BOOKED, CHANGED -> effect == AppointmentEffect.BOOKED ? trigger : effect;
            case CANCELLED, MISSED, ARRIVED -> trigger;
        };
    }

    /** A cancelled appointment that is booked: one of the two is wrong. */
    boolean contradicts(AppointmentEffect trigger) {
        return switch (trigger) {
            case BOOKED, CHANGED -> false;
            case CANCELLED -> effect == AppointmentEffect.BOOKED || effect == AppointmentEffect.ARRIVED;
            case MISSED -> effect == AppointmentEffect.ARRIVED;
            case ARRIVED -> effect == AppointmentEffect.CANCELLED || effect == AppointmentEffect.MISSED;
        };
    }
}
