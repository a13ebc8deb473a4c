package io.github.spotbatch.internal.image;

import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.image.FoundImage;
import io.github.spotbatch.image.ImageSource;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.RegistryImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks images up, builds them and pushes them, on the caller's thread. Thread-safe. */
public final class ImageService {

  private final @Nullable ImageSource source;
  private final RegistryMirrors mirrors;
  private final RegistryClients clients = new RegistryClients();
  private final ImageBuilder builder;

  /**
   * Makes a service.
   *
   * @param source null: the registries themselves, through the mirrors
   */
  public ImageService(@Nullable ImageSource source, Map<String, String> mirrors, Path cache) {
    this.source = source;
    this.mirrors = new RegistryMirrors(source == null ? mirrors : Map.of());
    this.builder = new ImageBuilder(cache, clients);
  }

  /**
   * Finds out what an image is now: one of a registry by looking it up, one to be built by building
   * it.
   *
   * @throws ImageException if it cannot be
   */
  public ResolvedImage resolve(ContainerImage image, ImageLayouts layouts, RegistryHosts hosts) {
    return image instanceof RegistryImage registry
        ? resolve(registry, hosts)
        : build((BuiltImage) image, layouts, hosts);
  }

  private ResolvedImage resolve(RegistryImage image, RegistryHosts hosts) {
    if (!image.digestPinned()) {
      return ResolvedImage.unknown();
    }
    ImageReference reference = ImageReference.parse(image.reference());
    if (reference.digest() == null) {
      FoundImage found = tagged(image.reference(), hosts);
      return ResolvedImage.found(found.digest(), found.architectures());
    }
    try {
      return ResolvedImage.found(
          reference.digest(), find(mirrors.mirrored(image.reference()), hosts).architectures());
    } catch (ImageException e) {
      if (e instanceof RegistryException refusal && refusal.status() != 0 && !refusal.passing()) {
        // There is a registry, and it says that this is not to be had.
        throw e;
      }
      // The digest says all that is needed; that nobody could check it is only worth a sentence.
      return new ResolvedImage(
          Optional.of(reference.digest()),
          Set.of(),
          Optional.empty(),
          Optional.of("its CPU architecture could not be checked: " + e.getMessage()));
    }
  }

  private FoundImage tagged(String reference, RegistryHosts hosts) {
    try {
      return find(mirrors.mirrored(reference), hosts);
    } catch (RegistryException e) {
      throw new ImageException(
          e.getMessage()
              + " Where only the instances can read that registry, give the digest, or digestPinned(false).",
          e);
    }
  }

  private ResolvedImage build(BuiltImage image, ImageLayouts layouts, RegistryHosts hosts) {
    ImageLayout layout = Optional.ofNullable(layouts.byImage().get(image)).orElseThrow();
    ImageLayout based = layout.on(base(layout, hosts));
    String digest = builder.build(based, hosts, ImageTar::digest);
    return new ResolvedImage(
        Optional.of(digest), Set.of(based.architecture()), Optional.of(based), Optional.empty());
  }

  /** The base by its digest, so that the build is of what was found. */
  private BaseImage base(ImageLayout layout, RegistryHosts hosts) {
    BaseImage base = layout.base();
    if (base instanceof BaseImage.InRegistry given && !isEcr(given.reference())) {
      base =
          source == null
              ? BaseImage.fromRegistry(mirrors.mirrored(given.reference()))
              : source.base(given);
    }
    if (!(base instanceof BaseImage.InRegistry registry)) {
      return base;
    }
    ImageReference reference = ImageReference.parse(registry.reference());
    if (reference.digest() != null) {
      return base;
    }
    FoundImage found = foundBase(registry.reference(), hosts);
    if (!found.architectures().isEmpty()
        && !found.architectures().contains(layout.architecture())) {
      throw new ImageException(
          "The base %s has no image for linux/%s: choose another base, or environments of its architecture."
              .formatted(registry.reference(), layout.architecture().dockerName()));
    }
    return BaseImage.fromRegistry(reference.pinned(found.digest()).toString());
  }

  private FoundImage foundBase(String reference, RegistryHosts hosts) {
    try {
      return find(reference, hosts);
    } catch (RegistryException e) {
      throw new ImageException(
          "The base %s cannot be looked up. %s Another can be given by base(..), a mirror by registryMirror(..)."
              .formatted(reference, e.getMessage()),
          e);
    }
  }

  private FoundImage find(String reference, RegistryHosts hosts) {
    if (source != null && !isEcr(reference)) {
      return source.find(reference);
    }
    ImageReference image = ImageReference.parse(reference);
    RegistryHost host = JibLogins.orDockers(hosts.of(image.host()));
    return new Registry(new RegistryConnection(host, clients))
        .find(image.at(host.host()), reference);
  }

  private static boolean isEcr(String reference) {
    return ImageReference.parse(reference).inEcr();
  }

  /**
   * The files that are not as they were when an image was planned; none of an image that is not
   * built. Files of the same sizes and other times may be copies, as in a plan of another machine;
   * whether they are shows the digest of what is built of them.
   *
   * @throws ImageException if it would have to be built for that and cannot be
   */
  public List<Path> changedFiles(ResolvedImage image, RegistryHosts hosts) {
    return image.layout().map(layout -> changedFiles(image, layout, hosts)).orElse(List.of());
  }

  private List<Path> changedFiles(ResolvedImage image, ImageLayout layout, RegistryHosts hosts) {
    List<LayerFile> suspects = layout.suspects();
    boolean same =
        suspects.isEmpty()
            || (suspects.stream().noneMatch(LayerFile::hasOtherSize)
                && image
                    .digest()
                    .equals(Optional.of(builder.build(layout, hosts, ImageTar::digest))));
    return same ? List.of() : suspects.stream().map(LayerFile::source).toList();
  }

  /**
   * Pushes a built image, unless the repository has it. It costs one call if it has, and otherwise
   * one for each layer that is there and four for each that is not, and one.
   *
   * @param registry with a fresh login
   * @return whether anything was sent
   * @throws ImageException if it cannot be, with {@link #mayPass} saying whether to try again
   */
  public boolean push(
      ResolvedImage image,
      RegistryHost registry,
      String repository,
      RegistryHosts hosts,
      PushProgress progress) {
    String digest = image.digest().orElseThrow();
    ImageLayout layout = image.layout().orElseThrow();
    RegistryConnection connection = new RegistryConnection(registry, clients);
    if (new Registry(connection).has(repository, digest)) {
      progress.tell("there already");
      return false;
    }
    List<String> names = layout.layers().stream().map(ImageLayer::name).toList();
    return builder.build(
        layout,
        hosts,
        tar -> {
          if (!tar.digest().equals(digest)) {
            throw new ImageException(
                "The files of the image for %s have changed since the plan: plan again."
                    .formatted(repository));
          }
          new ImagePush(connection, repository, progress).push(tar, tar.blobs(names), image.tag());
          return true;
        });
  }

  /** Whether a push that failed so may succeed with a fresh login, or a little later. */
  public static boolean mayPass(Throwable failure) {
    return failure instanceof RegistryException registry && registry.passing();
  }
}
