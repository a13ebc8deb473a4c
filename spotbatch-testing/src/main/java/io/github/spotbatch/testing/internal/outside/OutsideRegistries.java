package io.github.spotbatch.testing.internal.outside;

import io.github.spotbatch.image.FoundImage;
import io.github.spotbatch.image.ImageSource;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.testing.internal.ecr.Digests;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registries outside the world, which hold every image that anybody asks for, so that no test
 * needs a network. What a tag stands for follows from its name; as a base, such an image is empty.
 * Thread-safe.
 */
public final class OutsideRegistries implements ImageSource {

  private final Map<String, String> tags = new ConcurrentHashMap<>();

  @Override
  public FoundImage find(String reference) {
    int at = reference.indexOf('@');
    String digest = at < 0 ? Digests.of(reference) : reference.substring(at + 1);
    if (at < 0) {
      tags.put(digest, reference);
    }
    return new FoundImage(digest, Set.of(CpuArchitecture.values()));
  }

  @Override
  public BaseImage base(BaseImage.InRegistry base) {
    return BaseImage.empty();
  }

  /** The reference by whose tag somebody has found an image, if its digest is in another. */
  public Optional<String> tagOf(String reference) {
    return Optional.ofNullable(tags.get(reference.substring(reference.indexOf('@') + 1)));
  }
}
