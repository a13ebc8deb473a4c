/** Makes, finds and removes what a stack consists of: one handler for each kind of resource. */
@NullMarked
package io.github.spotbatch.internal.provision;

import org.jspecify.annotations.NullMarked;
