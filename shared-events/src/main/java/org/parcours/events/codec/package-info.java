/** JSON in and out: CloudEvents attributes, versioned type names, unknown fields kept. */
@NullMarked
package org.parcours.events.codec;

import org.jspecify.annotations.NullMarked;
