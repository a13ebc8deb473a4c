/** ECR of the fake world: repositories, the images in them, and the registry that serves these. */
@NullMarked
package io.github.spotbatch.testing.internal.ecr;

import org.jspecify.annotations.NullMarked;
