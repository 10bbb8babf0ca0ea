package org.parcours.events;

/** The fields of {@link Demographics} that a message can delete (HL7 v2: the field contains {@code ""}). */
public enum DemographicField {
    NAME,
    BIRTH_NAME,
    BIRTH_DATE,
    SEX,
    PHONES,
    WORK_PHONES,
    ADDRESSES,
    DEATH,
    BIRTH_ORDER
}
