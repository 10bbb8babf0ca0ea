/** Axon's token store on {@link org.parcours.command.tokens.TokenRegister}. */
@NullMarked
package org.parcours.command.log.axon.tokens;

import org.jspecify.annotations.NullMarked;
