/** The commands {@code bin/parcours views …}, which work on the store of the views while the services run. */
@NullMarked
package org.parcours.query.cli;

import org.jspecify.annotations.NullMarked;
