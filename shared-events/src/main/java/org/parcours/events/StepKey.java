package org.parcours.events;

/**
 * A business key of a step: an appointment number, an order's placer or filler number. One step may have several; keys
 * of different families never match, whatever their values.
 *
 * @param family what the key identifies: {@code appointment}, {@code placer-order}, {@code surgery}, {@code letter}, …
 */
public record StepKey(String family, Identifier identifier) {}
