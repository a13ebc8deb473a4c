package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** ECR of one account and Region. */
public final class EcrState {

  private final World world;
  private final String account;
  private final String region;
  private final Map<String, Repository> repositories = new TreeMap<>();

  public EcrState(World world, String account, String region) {
    this.world = world;
    this.account = account;
    this.region = region;
  }

  /** The id of the account's registry. */
  public String registryId() {
    return account;
  }

  /** The host name of the registry. */
  public String registryHost() {
    return account + ".dkr.ecr." + region + ".amazonaws.com";
  }

  /** The repositories, ordered by name. */
  public Collection<Repository> repositories() {
    return repositories.values();
  }

  public Optional<Repository> repository(String name) {
    return Optional.ofNullable(repositories.get(name));
  }

  /** Makes a repository; the caller has checked its name. */
  public Repository createRepository(String name, boolean immutableTags, boolean scanOnPush) {
    String arn = "arn:aws:ecr:" + region + ":" + account + ":repository/" + name;
    String uri = registryHost() + "/" + name;
    Repository repository = new Repository(name, arn, uri, world.now(), immutableTags, scanOnPush);
    repositories.put(name, repository);
    return repository;
  }

  /** Removes a repository with its images. */
  public void deleteRepository(String name) {
    repositories.remove(name);
  }

  /**
   * Whether an image reference of this registry, such as {@code <host>/demo:1} or {@code
   * <host>/demo@sha256:...}, can be pulled. Empty: the reference is for another registry.
   */
  public Optional<Boolean> pullable(String reference) {
    String prefix = registryHost() + "/";
    if (!reference.startsWith(prefix)) {
      return Optional.empty();
    }
    String path = reference.substring(prefix.length());
    int at = path.indexOf('@');
    if (at >= 0) {
      String digest = path.substring(at + 1);
      return Optional.of(
          repository(path.substring(0, at)).flatMap(it -> it.byDigest(digest)).isPresent());
    }
    int colon = path.indexOf(':');
    String name = colon < 0 ? path : path.substring(0, colon);
    String tag = colon < 0 ? "latest" : path.substring(colon + 1);
    return Optional.of(repository(name).flatMap(it -> it.byTag(tag)).isPresent());
  }
}
