package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Partition;
import io.github.spotbatch.testing.internal.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** ECR of one account and Region. */
public final class EcrState {

  private final World world;
  private final String account;
  private final String region;
  private final String dnsSuffix;
  private final Map<String, Repository> repositories = new TreeMap<>();

  public EcrState(World world, String account, String region) {
    this.world = world;
    this.account = account;
    this.region = region;
    this.dnsSuffix = Partition.of(region).dnsSuffix();
  }

  /** The id of the account's registry. */
  public String registryId() {
    return account;
  }

  /** The Region of the registry. */
  String region() {
    return region;
  }

  /** The ARN of a repository, whether it is there or not. */
  String arn(String repository) {
    return Partition.of(region).arnPrefix("ecr", region, account) + "repository/" + repository;
  }

  /** The host name of the registry on AWS, as images are named. */
  public String registryHost() {
    return account + ".dkr.ecr." + region + "." + dnsSuffix;
  }

  /** What all registries of the world share. */
  Registry registry() {
    return world.registry();
  }

  /** The repositories, ordered by name. */
  public Collection<Repository> repositories() {
    repositories.values().forEach(this::expire);
    return repositories.values();
  }

  Optional<Repository> repository(String name) {
    Optional<Repository> repository = Optional.ofNullable(repositories.get(name));
    repository.ifPresent(this::expire);
    return repository;
  }

  /** Makes a repository; the caller has checked its name. */
  Repository createRepository(String name, boolean immutableTags, boolean scanOnPush) {
    String arn = arn(name);
    String uri = registryHost() + "/" + name;
    Repository repository = new Repository(name, arn, uri, world.now(), immutableTags, scanOnPush);
    repositories.put(name, repository);
    return repository;
  }

  /**
   * Removes a repository with its images. The files of their layers stay until the world ends:
   * other repositories may have the same.
   */
  void deleteRepository(String name) {
    repositories.remove(name);
  }

  /**
   * Whether an image reference of this registry, such as {@code <host>/demo:1} or {@code
   * <host>/demo@sha256:...}, can be pulled. The host is AWS's or that of the fake's own server.
   * Empty: the reference is for another registry.
   */
  public Optional<Boolean> pullable(String reference) {
    return world.locked(() -> path(reference).map(path -> find(path).isPresent()));
  }

  /**
   * The image of a reference, under either host of this registry. Empty: it is not here, or the
   * reference is for another registry.
   */
  public Optional<StoredImage> image(String reference) {
    return world.locked(() -> path(reference).flatMap(this::find));
  }

  private Optional<String> path(String reference) {
    int slash = reference.indexOf('/');
    String host = slash < 0 ? "" : reference.substring(0, slash);
    // Whoever never speaks of a server of this machine needs none.
    boolean ours =
        host.equals(registryHost())
            || (host.startsWith("127.0.0.1:") && registry().host().equals(Optional.of(host)));
    return ours ? Optional.of(reference.substring(slash + 1)) : Optional.empty();
  }

  private List<String> hosts() {
    List<String> hosts = new ArrayList<>(List.of(registryHost()));
    registry().host().ifPresent(hosts::add);
    return hosts;
  }

  private Optional<StoredImage> find(String path) {
    int at = path.indexOf('@');
    String tagged = at < 0 ? path : path.substring(0, at);
    int colon = tagged.indexOf(':');
    String name = colon < 0 ? tagged : tagged.substring(0, colon);
    String tag = colon < 0 ? "latest" : tagged.substring(colon + 1);
    // As for Docker, a digest counts more than a tag before it.
    String wanted = at < 0 ? tag : path.substring(at + 1);
    return repository(name)
        .flatMap(
            repository ->
                (at < 0 ? repository.byTag(wanted) : repository.byDigest(wanted))
                    .map(image -> stored(repository, image)));
  }

  private StoredImage stored(Repository repository, Image image) {
    Set<String> references = new TreeSet<>();
    for (String host : hosts()) {
      image.tags().forEach(tag -> references.add(host + "/" + repository.name() + ":" + tag));
    }
    Map<String, StoredImage> architectures = new LinkedHashMap<>();
    for (Manifest.Child child : image.manifest().children()) {
      repository
          .byDigest(child.digest())
          .filter(it -> child.os().equals("linux"))
          .map(it -> stored(repository, it))
          .ifPresent(it -> architectures.putIfAbsent(child.architecture(), it));
    }
    return new StoredImage(image, references, architectures, registry().blobs());
  }

  private void expire(Repository repository) {
    repository.lifecyclePolicy().ifPresent(policy -> policy.apply(repository, world.now()));
  }
}
