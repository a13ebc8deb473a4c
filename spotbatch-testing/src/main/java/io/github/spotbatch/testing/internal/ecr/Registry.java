package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.access.Permissions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the registries of all accounts and Regions share: the files of the layers, the logins, and
 * where the server is that all of them are reached by. Nothing of it is there before it is needed,
 * and no class of the SDK is.
 */
public final class Registry {

  private static final int SECRET_DIGITS = 64;
  private static final Duration LOGIN_VALID = Duration.ofHours(12);
  private static final Duration DOWNLOAD_VALID = Duration.ofHours(1);

  private final World world;
  private final Map<String, Login> logins = new HashMap<>();
  private final Map<String, Download> downloads = new HashMap<>();
  private @Nullable BlobStore blobs;
  private @Nullable URI endpoint;
  private @Nullable Permissions permissions;
  private long uploads;

  /** Whose password it is, and until when. */
  record Login(EcrState state, Instant expiresAt) {}

  /** A password that was given out. */
  record Issued(String password, Instant expiresAt) {}

  /** A layer that can be had without a login, until then. */
  record Download(String digest, Instant expiresAt) {}

  public Registry(World world) {
    this.world = world;
  }

  /** From now on callers may do no more than this allows. */
  public void guardedBy(Permissions newPermissions) {
    permissions = newPermissions;
  }

  /** What callers may do, if they may not do everything. */
  Optional<Permissions> permissions() {
    return Optional.ofNullable(permissions);
  }

  /** Where the server is, if it has been started. */
  Optional<URI> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  /** The same as the host of an image's name. */
  Optional<String> host() {
    return endpoint().map(URI::getAuthority);
  }

  void startedAt(URI where) {
    endpoint = where;
  }

  BlobStore blobs() {
    if (blobs == null) {
      blobs = BlobStore.create(world);
    }
    return blobs;
  }

  /** The id of a new upload. It is counted, not drawn, so that no push changes what is drawn. */
  String uploadId() {
    return new UUID(0x4000L, 0x8000000000000000L | ++uploads).toString();
  }

  /** A new password of a caller. */
  Issued issue(EcrState state) {
    String password = world.hex(SECRET_DIGITS);
    Instant expiresAt = world.now().plus(LOGIN_VALID);
    logins.put(password, new Login(state, expiresAt));
    return new Issued(password, expiresAt);
  }

  Optional<Login> login(String password) {
    return Optional.ofNullable(logins.get(password));
  }

  /** What nobody can guess of the address of a layer. */
  String downloadSecret(String digest) {
    String secret = world.hex(SECRET_DIGITS);
    downloads.put(secret, new Download(digest, world.now().plus(DOWNLOAD_VALID)));
    return secret;
  }

  Optional<Download> download(String secret) {
    return Optional.ofNullable(downloads.get(secret))
        .filter(download -> world.now().isBefore(download.expiresAt()));
  }
}
