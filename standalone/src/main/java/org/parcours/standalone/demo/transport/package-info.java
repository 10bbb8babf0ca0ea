/** How the demo hospital's applications reach Parcours: over the same ports as a real hospital's. */
@NullMarked
package org.parcours.standalone.demo.transport;

import org.jspecify.annotations.NullMarked;
