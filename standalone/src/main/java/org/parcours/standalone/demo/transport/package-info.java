/** The clients of the demo hospital's applications, over the same ports as those of a real hospital. */
@NullMarked
package org.parcours.standalone.demo.transport;

import org.jspecify.annotations.NullMarked;
