package io.github.spotbatch.testing.internal.wire;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.BaseSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signatures that only say who calls which service of which Region, for clients whose requests do
 * not leave the JVM: nobody checks more. Real ones take a third of the SDK's time for a call.
 */
public final class ScopeSigning implements AuthScheme<AwsCredentialsIdentity> {

  private final Signer signer = new Signer();

  /** Takes the place of Signature Version 4. */
  @Override
  public String schemeId() {
    return AwsV4AuthScheme.SCHEME_ID;
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return providers.identityProvider(AwsCredentialsIdentity.class);
  }

  @Override
  public HttpSigner<AwsCredentialsIdentity> signer() {
    return signer;
  }

  private static final class Signer implements HttpSigner<AwsCredentialsIdentity> {

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      return SignedRequest.builder()
          .request(signed(request))
          .payload(request.payload().orElse(null))
          .build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(
        AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
      return CompletableFuture.completedFuture(
          AsyncSignedRequest.builder()
              .request(signed(request))
              .payload(request.payload().orElse(null))
              .build());
    }

    private static SdkHttpRequest signed(
        BaseSignRequest<?, ? extends AwsCredentialsIdentity> request) {
      String scope =
          request.identity().accessKeyId()
              + "/any-day/"
              + request.requireProperty(AwsV4HttpSigner.REGION_NAME)
              + "/"
              + request.requireProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME)
              + "/aws4_request";
      return request.request().toBuilder()
          .putHeader("Host", request.request().host())
          .putHeader("Authorization", "AWS4-HMAC-SHA256 Credential=" + scope)
          .build();
    }
  }
}
