/**
 * Where facts come in. The adapters below ({@code hl7}, {@code http}, …) turn bytes into a {@link org.parcours.command.message.ParsedMessage} or a
 * {@link org.parcours.command.message.Rejection}, once; nobody checks again. No rule of the journey lives here.
 */
@NullMarked
package org.parcours.command.intake;

import org.jspecify.annotations.NullMarked;
