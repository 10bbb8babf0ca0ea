package org.parcours.events;

/**
 * A business key by which applications name a step: an appointment's number, an order's placer or filler number.
 * One step may have several; keys of different families never meet, whatever their values.
 *
 * @param family what the key numbers: {@code appointment}, {@code order}, {@code surgery}, {@code letter}, …
 */
public record StepKey(String family, Identifier identifier) {}
